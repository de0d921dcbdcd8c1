import { ConfigReader } from '@backstage/config';
import { platformAccessFromConfig } from './kubeConfig';

const cluster = {
  name: 'prod',
  url: 'https://prod.example.org',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'token',
};
const located = (clusterLocatorMethods: object[], platformName: string) =>
  new ConfigReader({
    kubernetes: { clusterLocatorMethods: clusterLocatorMethods as never },
    ske: { kubernetes: { platformName } },
  });
const config = (platformName: string, clusters: object[]) =>
  located([{ type: 'config', clusters }], platformName);

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

  it('takes authMetadata as Backstage does, before the short keys', () => {
    const { auth } = platformAccessFromConfig(
      config('prod', [
        {
          ...cluster,
          serviceAccountToken: undefined,
          oidcTokenProvider: 'google',
          authMetadata: {
            'kubernetes.io/auth-provider': 'oidc',
            'kubernetes.io/oidc-token-provider': 'okta',
          },
        },
      ]),
    );
    expect(auth).toEqual({ kind: 'person', tokenProvider: 'okta' });
  });

  it.each(['google', 'aks'] as const)(
    "takes each person's token where the cluster has authProvider %s",
    authProvider => {
      const { auth, own } = platformAccessFromConfig(
        config('prod', [
          { ...cluster, serviceAccountToken: undefined, authProvider },
        ]),
      );
      expect(own).toBeUndefined();
      expect(auth).toEqual({
        kind: 'person',
        tokenProvider: undefined,
        authProvider,
      });
    },
  );

  it('knows the cluster of kubectl proxy, and the first of a name', () => {
    const proxy = { type: 'localKubectlProxy' };
    const { own, auth, source } = platformAccessFromConfig(
      located([proxy], 'local'),
    );
    expect(auth).toEqual({ kind: 'own' });
    expect(own?.getCurrentCluster()?.server).toBe('http://localhost:8001');
    expect(own?.getCurrentUser()?.token).toBeUndefined();
    expect(source).toBe('kubectl proxy at http://localhost:8001');
    const first = platformAccessFromConfig(
      located(
        [
          { type: 'config', clusters: [{ ...cluster, name: 'local' }] },
          { ...proxy },
        ],
        'local',
      ),
    );
    expect(first.own?.getCurrentCluster()?.server).toBe(cluster.url);
  });

  it('ignores what is only for pages of the Kubernetes plugin', () => {
    const { own, notes } = platformAccessFromConfig(
      config('prod', [
        {
          ...{ ...cluster, skipMetricsLookup: true, dashboardApp: 'standard' },
          ...{ dashboardUrl: 'https://d.example.org', customResources: [] },
        },
      ]),
    );
    expect(own).toBeDefined();
    expect(notes ?? []).toEqual([]);
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
      () => config('prod', [{ ...cluster, authProvider: 'mine' }]),
      'has authProvider "mine". The platform can be read with one account (serviceAccount, aws,',
    ],
    [
      'a provider whose package is not installed',
      () => config('prod', [{ ...cluster, authProvider: 'aws' }]),
      'cluster "prod" has authProvider "aws", whose credentials come from @backstage/plugin-kubernetes-backend, which is not installed. Install it',
    ],
    [
      'an address that is none',
      () => config('prod', [{ ...cluster, url: 'prod:6443' }]),
      'cluster "prod" has the url "prod:6443". It has to be the https',
    ],
    [
      'a locator that is not read here',
      () => located([{ type: 'gke', projectId: 'p' }], 'prod'),
      'has no clusters (type gke is not read here). Add the cluster there (type: config',
    ],
    [
      'a service account without a token, outside of a pod',
      () => config('prod', [{ ...cluster, serviceAccountToken: undefined }]),
      'Backstage runs in no pod whose token it could use. Give it a serviceAccountToken. A ${VARIABLE} in app-config that is not set in the environment counts as absent.',
    ],
  ])('names the key and the remedy for %s', (_name, make, text) => {
    expect(() => platformAccessFromConfig(make())).toThrow(text);
  });
});
