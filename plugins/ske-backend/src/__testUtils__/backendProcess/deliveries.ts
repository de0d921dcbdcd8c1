import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import { testGitea, testKubeconfig } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from '@syntasso/plugin-ske-node';
import { stringify } from 'yaml';
import { newCachePromise } from '../cachePromise';
import { startRequestsRepository, syncToCluster } from '../gitPlatform';

type Cache = ReturnType<typeof newCachePromise>;

/** A way that requests go, and what is at its end. */
export interface Delivery {
  /** Lower-case letters. */
  id: string;
  cache: Cache;
  /** `ske.backstage.template/delivery` of its Promise. */
  type: 'push' | 'pull-request';
  config: JsonObject;
  /** What a Template is given besides names and spec. */
  more: object;
  /** Makes a Resource that is there already. */
  create(name: string): Promise<unknown>;
  /** Commits that concern a Resource's file; undefined where there are none. */
  commits(name: string): Promise<number> | undefined;
  /** Pull requests of a Resource, and commits of the first one's branch. */
  proposed?(
    name: string,
    branch: string,
  ): Promise<{ states: string[]; commits: number }>;
  stop(): Promise<void>;
}

/** A Resource of a series, small as it begins. */
export const resourceOf = (
  { ref }: Cache,
  name: string,
  more: object = {},
): Manifest => {
  const { apiVersion, kind, namespace } = ref(name);
  const metadata = { name, namespace, ...more };
  return { apiVersion, kind, metadata, spec: { size: 'small' } };
};

const kubernetes = () => ({ kubeconfig: testKubeconfig() });

/** Straight to the cluster. */
export function direct(client: KubernetesClient): Delivery {
  const cache = newCachePromise('Jar');
  return {
    ...{ id: 'kubernetes', cache, type: 'push', more: {} },
    config: {
      ske: { kubernetes: kubernetes(), pendingRequests: { refreshSeconds: 5 } },
    },
    create: name => client.create(cache.type, resourceOf(cache, name)),
    commits: () => undefined,
    stop: async () => {},
  };
}

/** To a repository that the cluster follows, as a GitOps agent has it do. */
export async function inGit(
  client: KubernetesClient,
  mode: 'gitops' | 'hybrid',
): Promise<Delivery> {
  const cache = newCachePromise(mode === 'hybrid' ? 'Barrel' : 'Basket');
  const bed = await startRequestsRepository();
  const pathOf = (name: string) =>
    `kratix-requests/${cache.promiseName}/default/${name}.yaml`;
  let ended = false;
  const following = (async () => {
    const synced = new Set<string>();
    while (!ended) {
      await syncToCluster(bed.repository, client, cache.type, synced).catch(
        () => {
          // Its API may not be there yet; agents try again, too.
        },
      );
      await sleep(500);
    }
  })();
  return {
    ...{ id: mode, cache, type: 'push', more: {} },
    config: {
      ske: {
        mode,
        kubernetes: kubernetes(),
        scm: { repoUrl: bed.host.url, token: 'writes', username: 'writer' },
        pendingRequests: { refreshSeconds: 5 },
      },
    },
    create: name =>
      bed.host.commit(pathOf(name), stringify(resourceOf(cache, name))),
    async commits(name) {
      const log = await bed.host.git(
        ...['log', '--format=%H', 'main', '--', pathOf(name)],
      );
      return log.split('\n').filter(Boolean).length;
    },
    async stop() {
      ended = true;
      await following;
      await bed.stop();
    },
  };
}

/** By pull request at a real Git host. */
export async function byPullRequest(
  client: KubernetesClient,
): Promise<Delivery> {
  const cache = newCachePromise('Bucket');
  const gitea = testGitea();
  const { name: username, password } = gitea.accounts.robot;
  const repository = await gitea.create(`kill-${cache.promiseName}`);
  return {
    ...{ id: 'proposals', cache, type: 'pull-request' },
    more: { repoUrl: repository.repoUrl },
    config: {
      integrations: {
        gitea: [{ host: gitea.host, baseUrl: gitea.url, username, password }],
      },
      ske: {
        kubernetes: kubernetes(),
        delivery: { requestsRepoUrl: repository.repoUrl },
        // To look after what is open already is no part of a request.
        pendingRequests: { refreshSeconds: 20 },
      },
    },
    async create(name) {
      const resource = resourceOf(cache, name, {
        annotations: { 'kratix.io/requests-repo-url': repository.repoUrl },
      });
      await repository.commit(
        `kratix-requests/${cache.promiseName}/default/${name}.yaml`,
        stringify(resource),
      );
      await client.create(cache.type, resource);
    },
    commits: () => undefined,
    async proposed(name, branch) {
      const pulls = (await repository.pulls()).filter(({ title }) =>
        title.endsWith(`/${name}`),
      );
      const log = await repository.log(branch);
      const base = await repository.log('main');
      return {
        states: pulls.map(({ state }) => state),
        commits: log.filter(one => !base.includes(one)).length,
      };
    },
    stop: async () => {},
  };
}
