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
    const { name, kubeConfig } = platformAccessFromConfig(
      config('prod', [{ ...cluster, name: 'dev' }, cluster]),
    );
    expect(name).toBe('prod');
    expect(kubeConfig.getCurrentCluster()?.server).toBe(
      'https://prod.example.org',
    );
    expect(kubeConfig.getCurrentUser()?.token).toBe('token');
  });

  it.each([
    [
      'a name that is not there',
      () => config('x', [cluster]),
      'has only: prod',
    ],
    ['no clusters', () => config('x', []), 'has no clusters'],
    [
      'an auth provider of a later version',
      () => config('prod', [{ ...cluster, authProvider: 'oidc' }]),
      'serviceAccountToken',
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
