import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { connectGitea } from '@internal/testbed';
import { stringify } from 'yaml';
import { readStartConfig, startSecondBackend } from './secondBackend';
import type { TestedApp } from './testedApp';

const root = join(__dirname, '..', '..', '..');
const cache = join(root, '.cache');
const state = join(cache, 'start');

/** For `test.skip`: only the production build has a Git host. */
export const withoutGitHost = [
  !process.env.SKE_E2E_PRODUCTION,
  'needs the Git host of the test bed: npm run test:real -- production',
] as const;

/** The Git host of the production build's test bed. */
export const gitHost = () =>
  connectGitea(JSON.parse(readFileSync(join(state, 'gitHost.json'), 'utf8')));

/** A second backend of the production build, in a Git mode. */
export interface GitBackend {
  url: string;
  app: TestedApp;
  /** Replaces the entities that the catalog reads from a file, as a controller publishes them. */
  publish(entities: Entity[]): void;
  stop(): Promise<void>;
}

/**
 * Starts a second backend on the same platform, with a database of its own.
 *
 * @param options.cluster - whether it gets access to the platform's API
 */
export async function startGitBackend(options: {
  mode: 'gitops' | 'hybrid';
  port: number;
  repositoryUrl: string;
  cluster: boolean;
  published?: Entity[];
  /** How often the catalog reads its locations again. */
  refreshSeconds?: number;
}): Promise<GitBackend> {
  const { mode, port, repositoryUrl, cluster } = options;
  const { refreshSeconds = 2 } = options;
  const url = `http://localhost:${port}`;
  const folder = mkdtempSync(join(state, `${mode}-`));
  const published = join(folder, 'catalog.yaml');
  const publish = (entities: Entity[]) =>
    writeFileSync(published, entities.map(one => stringify(one)).join('---\n'));
  publish(options.published ?? []);
  const { integrations, ske } = readStartConfig();
  const { stop } = await startSecondBackend({
    ...{ name: mode, url, port, folder },
    config: {
      integrations,
      catalog: {
        processingInterval: { seconds: refreshSeconds },
        locations: [{ type: 'file', target: published }],
      },
      ske: {
        mode,
        scm: { repoUrl: repositoryUrl },
        offerings: { locations: [`file:${published}`] },
        pendingRequests: { refreshSeconds: 2 },
        ...(cluster ? { kubernetes: ske.kubernetes } : {}),
      },
    },
  });
  return { url, app: { url, system: 'new' }, publish, stop };
}
