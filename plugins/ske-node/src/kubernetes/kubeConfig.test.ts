import { ConfigReader } from '@backstage/config';
import { platformAccessFromConfig } from './kubeConfig';

const cluster = {
  name: 'prod',
  url: 'https://prod.example.org',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'token',
};
const config = (platformName: string, clusters: object[]) =>
  new ConfigReader({
    kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters }] },
    ske: { kubernetes: { platformName } },
  });

describe('platformAccessFromConfig', () => {
  it("takes the named cluster of Backstage's own kubernetes section", () => {
    const { name, own, auth } = platformAccessFromConfig(
      config('prod', [{ ...cluster, name: 'dev' }, cluster]),
    );
    expect(name).toBe('prod');
    expect(auth).toEqual({ kind: 'own' });
    expect(own?.getCurrentCluster()?.server).toBe('https://prod.example.org');
    expect(own?.getCurrentUser()?.token).toBe('token');
  });

  it("takes each person's token where the cluster has authProvider oidc", () => {
    const { auth, own, withToken } = platformAccessFromConfig(
      config('prod', [
        {
          ...cluster,
          authProvider: 'oidc',
          oidcTokenProvider: 'google',
          serviceAccountToken: undefined,
        },
      ]),
    );
    expect(auth).toEqual({ kind: 'person', tokenProvider: 'google' });
    expect(own).toBeUndefined();
    const kubeConfig = withToken('of anna');
    expect(kubeConfig.getCurrentUser()?.token).toBe('of anna');
    expect(kubeConfig.getCurrentCluster()?.server).toBe(cluster.url);
  });

  it('keeps a token of its own beside those of people', () => {
    const { own } = platformAccessFromConfig(
      config('prod', [{ ...cluster, authProvider: 'oidc' }]),
    );
    expect(own?.getCurrentUser()?.token).toBe('token');
  });

  it.each([
    [
      'a name that is not there',
      () => config('x', [cluster]),
      'has only: prod',
    ],
    ['no clusters', () => config('x', []), 'has no clusters'],
    [
      'an auth provider that cannot be used',
      () => config('prod', [{ ...cluster, authProvider: 'aws' }]),
      'serviceAccount (and serviceAccountToken) or oidc',
    ],
    [
      'a service account without a token, outside of a pod',
      () => config('prod', [{ ...cluster, serviceAccountToken: undefined }]),
      'Backstage runs in no pod whose token it could use. Give it a serviceAccountToken.',
    ],
    [
      'a kubeconfig that cannot be read',
      () =>
        new ConfigReader({ ske: { kubernetes: { kubeconfig: '/nowhere' } } }),
      'ske.kubernetes.kubeconfig',
    ],
  ])('names the key and the remedy for %s', (_name, make, text) => {
    expect(() => platformAccessFromConfig(make())).toThrow(text);
  });
});
