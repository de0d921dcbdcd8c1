import {
  coreServices,
  createServiceFactory,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogScaffolderModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { testKubeconfig } from '@internal/testbed';
import {
  streamMessageSchema,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import type { Knex } from 'knex';
import integration from '../index';

type Features = NonNullable<Parameters<typeof startTestBackend>[0]['features']>;

/** A backend that runs, with a catalog and everything of ours. */
export interface TestBackend {
  /** Of all plugins: `…/api`. */
  api: string;
  stop(): Promise<void>;
}

/** Starts a backend on the API server that the tests of a run share. */
export async function startBackend(
  options: {
    /** Merged into the usual configuration; `ske` replaces all of that, its API server too. */
    config?: JsonObject;
    permissions?: PermissionsService;
    features?: Features;
  } = {},
): Promise<TestBackend> {
  const { permissions } = options;
  const databases = openDatabases();
  const backend = await startTestBackend({
    features: [
      integration,
      catalogPlugin,
      catalogScaffolderModel,
      databases.feature,
      mockServices.rootConfig.factory({
        data: {
          ...(options.config?.ske
            ? {}
            : { ske: { kubernetes: { kubeconfig: testKubeconfig() } } }),
          catalog: { rules: [{ allow: ['Component', 'Template'] }] },
          ...options.config,
        },
      }),
      ...(permissions
        ? [
            createServiceFactory({
              service: coreServices.permissions,
              deps: {},
              factory: () => permissions,
            }),
          ]
        : []),
      ...(options.features ?? []),
    ],
  });
  return {
    api: `http://localhost:${backend.server.port()}/api`,
    async stop() {
      await backend.stop();
      databases.release();
    },
  };
}

const IN_MEMORY = new ConfigReader({
  backend: { database: { client: 'better-sqlite3', connection: ':memory:' } },
});

/**
 * Databases of one backend; default: in memory. Backstage does not close those of
 * SQLite when a backend stops, and the timers of their pools would then keep the process
 * of the tests alive. They are let go of and not closed: some plugins still ask them.
 */
function openDatabases() {
  const opened = new Set<Knex>();
  const feature = createServiceFactory({
    service: coreServices.database,
    deps: {
      config: coreServices.rootConfig,
      plugin: coreServices.pluginMetadata,
      logger: coreServices.logger,
      lifecycle: coreServices.lifecycle,
    },
    createRootContext: ({ config }) =>
      DatabaseManager.fromConfig(
        config.has('backend.database') ? config : IN_MEMORY,
      ),
    factory({ plugin, ...deps }, manager) {
      const database = manager.forPlugin(plugin.getId(), deps);
      return {
        ...database,
        async getClient() {
          const client = await database.getClient();
          opened.add(client);
          return client;
        },
      };
    },
  });
  return {
    feature,
    release() {
      for (const { client } of opened) {
        const { pool } = client as { pool?: { interval?: NodeJS.Timeout } };
        pool?.interval?.unref();
      }
    },
  };
}

/** What a backend answered. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The text as JSON. */
  answer: unknown;
  /** The message, when it is an error. */
  error: string | undefined;
}

/** Asks a backend: with a body by POST, else by GET. */
export async function ask(
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  // Of several documents, one a line, the last one says how it ended.
  const isLines = response.headers.get('content-type')?.includes('ndjson');
  const json = isLines ? text.trimEnd().split('\n').at(-1)! : text;
  const answer = JSON.parse(json) as { error?: { message: string } };
  return {
    status: response.status,
    headers: response.headers,
    text,
    answer,
    error: answer.error?.message,
  };
}

/** What a stream of subjects would say now. */
export async function presentOf(
  ske: string,
  headers: Record<string, string>,
  subjects: string[],
): Promise<StreamMessage[]> {
  const search = new URLSearchParams([
    ...subjects.map(subject => ['subject', subject]),
    ['once', 'true'],
  ]);
  const { answer } = await ask(`${ske}/v1/stream?${search}`, headers);
  return streamMessageSchema.array().parse(answer);
}
