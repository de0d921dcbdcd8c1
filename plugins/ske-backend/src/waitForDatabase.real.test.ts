import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { eventually, freePort, startPostgres } from '@internal/testbed';
import { waitForDatabase } from './waitForDatabase';

jest.setTimeout(120_000);

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** A backend whose one plugin asks the database as soon as it starts. */
function backendOn(options: {
  port: number;
  databasePort: number;
  password: string;
}) {
  const { port, databasePort, password } = options;
  const said: string[] = [];
  const answers: unknown[] = [];
  const keep = (text: string) => void said.push(text);
  const logger: LoggerService = {
    ...{ error: keep, warn: keep, info: keep, debug: () => {} },
    child: () => logger,
  };
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database: {
            client: 'pg',
            connection: {
              ...{ host: '127.0.0.1', port: databasePort },
              ...{ user: 'postgres', password, database: 'not-made-yet' },
            },
          },
        },
      },
    }),
  );
  backend.add(
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => logger,
    }),
  );
  backend.add(
    createBackendPlugin({
      pluginId: 'asks',
      register(env) {
        env.registerInit({
          deps: { database: coreServices.database },
          async init({ database }) {
            const client = await database.getClient();
            answers.push((await client.raw('SELECT 1 AS one')).rows);
          },
        });
      },
    }),
  );
  backend.add(waitForDatabase);
  const health = async (what: string) => {
    const url = `http://127.0.0.1:${port}/.backstage/health/v1/${what}`;
    return (await fetch(url)).status;
  };
  return { backend, said, answers, health };
}

it('Backstage waits for PostgreSQL that starts later, alive and not ready', async () => {
  const databasePort = await freePort();
  const password = 'late-but-there';
  const { backend, said, answers, health } = backendOn({
    ...{ port: await freePort(), databasePort, password },
  });
  const starting = backend.start();
  endings.push(() => backend.stop());
  await eventually('a line that it waits', () =>
    said.some(line => line.startsWith('Waiting for the database')),
  );
  expect(await health('liveness')).toBe(200);
  expect(await health('readiness')).toBe(503);
  expect(answers).toEqual([]);

  const postgres = await startPostgres({
    ...{ say: () => {}, port: databasePort, password },
  });
  endings.push(postgres.stop);
  await starting;
  expect(answers).toEqual([[{ one: 1 }]]);
  expect(await health('readiness')).toBe(200);
  expect(said).toContain(`PostgreSQL at 127.0.0.1:${databasePort} answers now`);
});
