import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitServer } from '@internal/testbed';
import { isError } from '@backstage/errors';
import {
  GitRepository,
  ifNotFound,
  basicAuth,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { ResourceFiles } from '../platform/git/ResourceFiles';
import { RequestsRepository } from '../platform/git/RequestsRepository';

/** A requests repository at a real Git server, as the backend has it. */
export async function startRequestsRepository(path = '') {
  const server = await startGitServer();
  const host = await server.create('requests', {
    'README.md': 'Requests',
    'clusters/other.yaml': 'apiVersion: v1\nkind: ConfigMap\n',
  });
  const folder = mkdtempSync(join(tmpdir(), 'ske-requests-'));
  const open = () =>
    new RequestsRepository(
      new ResourceFiles({
        repository: new GitRepository({
          remote: {
            url: host.url,
            headers: async () => basicAuth('writer', 'writes'),
          },
          author: { name: 'SKE', email: 'ske@backstage.io' },
          folder,
        }),
        branch: 'main',
        path,
      }),
    );
  const repository = open();
  return {
    host,
    repository,
    open,
    async stop() {
      await repository.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Does once what a GitOps agent (Flux, Argo CD) does all the time: makes the
 * Resources of a type on the cluster those of the repository.
 */
export async function syncToCluster(
  { files }: RequestsRepository,
  client: KubernetesClient,
  type: ResourceType,
  synced: Set<string>,
) {
  const wanted = await files.list();
  const ours = wanted.filter(({ manifest }) =>
    manifest.apiVersion.startsWith(`${type.group}/`),
  );
  for (const { manifest } of ours) {
    await client.apply(type, manifest, { fieldManager: 'agent', force: true });
    synced.add(manifest.metadata.name);
  }
  const names = ours.map(({ manifest }) => manifest.metadata.name);
  for (const name of [...synced].filter(one => !names.includes(one))) {
    const key = { namespace: 'default', name };
    await client.delete(type, key).catch(error => {
      if (!isError(error)) throw error;
      return ifNotFound(error);
    });
    synced.delete(name);
  }
}
