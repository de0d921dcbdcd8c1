import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { eventually, freePort } from '@internal/testbed';
import { waitForConfiguredDatabase, waitForDatabase } from './waitForDatabase';

jest.setTimeout(60_000);

let endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings) await end();
  endings = [];
});

/** The PostgreSQL that the tests of a run share. */
const postgres = () =>
  new URL(process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING!);

/** From now on PostgreSQL answers at this port. */
async function openPostgres(port: number) {
  const { hostname, port: ownPort } = postgres();
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    const onward = connect(Number(ownPort), hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ]) {
      sockets.add(one);
      // The client says what a broken connection means.
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return async () => {
    sockets.forEach(socket => socket.destroy());
    server.close();
    await once(server, 'close');
  };
}

/** A backend whose one plugin asks the database as soon as it starts. */
function backendOn(port: number, databasePort: number) {
  const said: string[] = [];
  const answers: unknown[] = [];
  const keep = (text: string) => void said.push(text);
  const logger: LoggerService = {
    ...{ error: keep, warn: keep, info: keep, debug: () => {} },
    child: () => logger,
  };
  const { username, password } = postgres();
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: {
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { host: '127.0.0.1', port },
          database: {
            client: 'pg',
            prefix: `ske_late_${process.pid}_`,
            connection: {
              ...{ host: '127.0.0.1', port: databasePort },
              // Backstage makes other ones, and never this one.
              ...{ user: username, password, database: 'not-made-yet' },
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

it('Backstage waits for PostgreSQL that answers later, alive and not ready', async () => {
  const databasePort = await freePort();
  const { backend, said, answers, health } = backendOn(
    await freePort(),
    databasePort,
  );
  const starting = backend.start();
  endings.push(() => backend.stop());
  await eventually('a line that it waits', () =>
    said.some(line => line.startsWith('Waiting for the database')),
  );
  expect(await health('liveness')).toBe(200);
  expect(await health('readiness')).toBe(503);
  expect(answers).toEqual([]);

  endings.push(await openPostgres(databasePort));
  await starting;
  expect(answers).toEqual([[{ one: 1 }]]);
  expect(await health('readiness')).toBe(200);
  expect(said).toContain(`PostgreSQL at 127.0.0.1:${databasePort} answers now`);
});

it.each([
  [
    'a wrong password',
    { password: 'not-this-one' },
    /backend\.database\.connection\.password/,
  ],
  [
    'an unknown user',
    { user: 'nobody-here' },
    /backend\.database\.connection\.user/,
  ],
  [
    'no password',
    { password: '' },
    /Set backend\.database\.connection\.password/,
  ],
])('the start ends at once with %s', async (_name, wrong, remedy) => {
  const { hostname: host, port, username: user, password } = postgres();
  const logger = mockServices.logger.mock();
  const waiting = waitForConfiguredDatabase({
    config: mockServices.rootConfig({
      data: {
        backend: {
          database: {
            client: 'pg',
            connection: { host, port: Number(port), user, password, ...wrong },
          },
        },
      },
    }),
    logger,
  });
  const failure: Error = await waiting.then(
    () => new Error('it did not fail'),
    (reason: Error) => reason,
  );
  expect(failure.name).toBe('InputError');
  expect(failure.message).toMatch(remedy);
  expect(failure.message).not.toContain('not-this-one');
  expect(logger.warn).not.toHaveBeenCalled();
});
