import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readSkeConfig } from '../config/skeConfig';
import { modeFromConfig } from './modeFromConfig';

jest.mock('@kubernetes/client-node', () => {
  throw new Error('not installed');
});

function modeOf(ske: JsonObject) {
  const config = new ConfigReader({ ske });
  return modeFromConfig(config, readSkeConfig(config), []);
}

it('needs no Kubernetes library where there is no cluster', () => {
  const scm = { repoUrl: 'https://github.com/platform/requests' };
  expect(modeOf({ mode: 'gitops', scm })).toMatchObject({
    kind: 'gitops',
    clusterProvider: undefined,
  });
});

it('says which package is missing where there is a cluster', () => {
  expect(() => modeOf({ kubernetes: { kubeconfig: '/kubeconfig' } })).toThrow(
    'The package @kubernetes/client-node, which is for clusters, cannot be loaded (not installed). Install the dependencies of the backend again',
  );
});
