import { EventEmitter } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { waitForConfiguredDatabase } from './waitForDatabase';

/** Waits for a database that answers after so many refusals. */
async function waitFor(options: {
  database?: JsonObject;
  ske?: JsonObject;
  refusals?: number;
  error?: Error;
  onAsk?: (signals: EventEmitter) => void;
}) {
  const { database, ske, refusals = 0 } = options;
  const { error = new Error('connect ECONNREFUSED'), onAsk } = options;
  const data: JsonObject = {
    ...(database ? { backend: { database } } : {}),
    ...(ske ? { ske } : {}),
  };
  const logger = mockServices.logger.mock();
  const signals = new EventEmitter();
  const asked: unknown[] = [];
  let now = 0;
  await waitForConfiguredDatabase({
    config: mockServices.rootConfig({ data }),
    logger,
    signals,
    async ask(connection) {
      asked.push(connection);
      onAsk?.(signals);
      if (asked.length <= refusals) throw error;
    },
    clock: {
      now: () => now,
      async pause(ms, signal) {
        now += ms;
        signal.throwIfAborted();
      },
    },
  });
  const texts = (level: 'warn' | 'info') =>
    logger[level].mock.calls.map(([text]) => text);
  return {
    asked,
    warnings: texts('warn'),
    infos: texts('info'),
    listeners: signals.eventNames(),
  };
}

const pg = (connection: JsonValue): JsonObject => ({
  client: 'pg',
  connection,
});
const secretConnection = {
  ...{ host: 'db', port: 5433, user: 'backstage', password: 'hunter2' },
};

it.each<[string, JsonValue, object, string]>([
  ['an object', secretConnection, secretConnection, 'db:5433'],
  ['one with defaults', { user: 'a' }, { user: 'a' }, 'localhost:5432'],
  [
    'a text',
    'postgresql://backstage:hunter2@db:5433/x',
    { connectionString: 'postgresql://backstage:hunter2@db:5433/x' },
    'db:5433',
  ],
  [
    'a text that is no address',
    '/var/run/postgresql',
    { connectionString: '/var/run/postgresql' },
    'the address of backend.database.connection',
  ],
])(
  'waits for a connection that is %s, and says so without its password',
  async (_name, connection, settings, address) => {
    const { asked, warnings, infos, listeners } = await waitFor({
      database: pg(connection),
      refusals: 7,
    });
    expect(asked).toEqual(Array.from({ length: 8 }, () => settings));
    expect(warnings).toEqual([
      `Waiting for the database: PostgreSQL at ${address} does not answer (connect ECONNREFUSED). Waited for 0 of at most 300 seconds`,
      `Waiting for the database: PostgreSQL at ${address} does not answer (connect ECONNREFUSED). Waited for 5 of at most 300 seconds`,
    ]);
    expect(infos).toEqual([`PostgreSQL at ${address} answers now`]);
    expect(listeners).toEqual([]);
  },
);

it('says nothing where it answers at once', async () => {
  const { asked, warnings, infos } = await waitFor({
    database: pg(secretConnection),
  });
  expect(asked).toHaveLength(1);
  expect([...warnings, ...infos]).toEqual([]);
});

it.each<[string, JsonObject | undefined]>([
  ['no database', undefined],
  ['SQLite', { client: 'better-sqlite3', connection: ':memory:' }],
  ['PostgreSQL without a connection', { client: 'pg' }],
  ['that of a cloud provider', pg({ type: 'rds', host: 'db' })],
])('does not wait for %s', async (_name, database) => {
  const { asked } = await waitFor({ database, refusals: Infinity });
  expect(asked).toEqual([]);
});

it('says which connections it does not wait for', async () => {
  const { infos } = await waitFor({ database: pg({ type: 'azure' }) });
  expect(infos).toEqual([
    'Database connections of type azure are not waited for',
  ]);
});

it('names an error without a message by its code', async () => {
  const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
  const { warnings } = await waitFor({
    ...{ database: pg(secretConnection), refusals: 1, error },
  });
  expect(warnings).toEqual([expect.stringContaining('(ECONNREFUSED)')]);
});

it('fails after the time of the configuration, with the last reason', async () => {
  const waiting = waitFor({
    database: pg(secretConnection),
    ske: { waitForDatabase: { atMostSeconds: 20 } },
    refusals: Infinity,
  });
  await expect(waiting).rejects.toThrow(
    /^PostgreSQL at db:5433 did not answer in 20 seconds \(ske\.waitForDatabase\.atMostSeconds\); caused by .*connect ECONNREFUSED/,
  );
});

const refusal = (code: string, message: string) =>
  Object.assign(new Error(message), { code });
const wrongPassword = refusal(
  '28P01',
  'password authentication failed for user "backstage", not "hunter2"',
);
const textConnection = 'postgresql://backstage:hunter2@db:5433/x';

it.each<[string, JsonValue, Error, string]>([
  [
    'a wrong password',
    secretConnection,
    wrongPassword,
    'PostgreSQL at db:5433 does not accept the user and the password of backend.database.connection (password authentication failed for user "backstage", not "********"). Correct backend.database.connection.user or backend.database.connection.password, or the variable that it comes from.',
  ],
  [
    'a wrong password in a text',
    textConnection,
    wrongPassword,
    'Correct the user in backend.database.connection or the password in backend.database.connection, or the variable that it comes from.',
  ],
  [
    'a role that may not sign in',
    secretConnection,
    refusal('28000', 'role "backstage" does not exist'),
    'does not let the user of backend.database.connection sign in (role "backstage" does not exist). Correct backend.database.connection.user, create that role with LOGIN',
  ],
  [
    'a role that may not connect',
    secretConnection,
    refusal('42501', 'permission denied for database "x"'),
    'GRANT CONNECT on it to the user, or correct backend.database.connection.database.',
  ],
  [
    'no password',
    { host: 'db', user: 'backstage' },
    new Error(
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    ),
    'Set backend.database.connection.password, or the variable that it comes from; a number has to be in quotes.',
  ],
  [
    'a password that is a number',
    { host: 'db', user: 'backstage', password: 81542097 },
    new Error(
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    ),
    'asks for a password, and there is none that is a text (SASL',
  ],
])(
  'fails at once with %s, and says what to do without the password',
  async (_name, connection, error, sentence) => {
    const onAsk = jest.fn();
    const failure: Error = await waitFor({
      ...{ database: pg(connection), refusals: Infinity, error, onAsk },
    }).then(
      () => new Error('it did not fail'),
      (reason: Error) => reason,
    );
    expect(failure.message).toContain(sentence);
    expect(failure.message).not.toContain('hunter2');
    expect(onAsk).toHaveBeenCalledTimes(1);
  },
);

describe('a database that is missing', () => {
  const error = refusal('3D000', 'database "x" does not exist');
  const needed = {
    ...pg(secretConnection),
    ...{ pluginDivisionMode: 'schema', ensureExists: false },
  };

  it('is no reason to wait where Backstage creates it', async () => {
    const { asked, warnings } = await waitFor({
      ...{ database: pg(secretConnection), refusals: Infinity, error },
    });
    expect(asked).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it('is waited for where something else creates it', async () => {
    const { asked } = await waitFor({ database: needed, refusals: 9, error });
    expect(asked).toHaveLength(10);
  });

  it('ends the start after ten tries', async () => {
    const onAsk = jest.fn();
    const waiting = waitFor({
      ...{ database: needed, refusals: Infinity, error, onAsk },
    });
    await expect(waiting).rejects.toThrow(
      'PostgreSQL at db:5433 does not have the database of backend.database.connection (database "x" does not exist). Create it, correct backend.database.connection.database, or let Backstage create it: backend.database.ensureExists: true.',
    );
    expect(onAsk).toHaveBeenCalledTimes(10);
  });
});

it('refuses a time that is none', async () => {
  const waiting = waitFor({
    database: pg(secretConnection),
    ske: { waitForDatabase: { atMostSeconds: 0 } },
  });
  await expect(waiting).rejects.toThrow(
    'ske.waitForDatabase.atMostSeconds is 0: it has to be more than 0',
  );
});

it.each(['SIGTERM', 'SIGINT'])('ends on %s', async name => {
  const emitters: EventEmitter[] = [];
  const waiting = waitFor({
    database: pg(secretConnection),
    refusals: Infinity,
    onAsk(signals) {
      emitters.push(signals);
      if (emitters.length === 3) signals.emit(name);
    },
  });
  await expect(waiting).rejects.toThrow(
    'Told to end while waiting for PostgreSQL at db:5433',
  );
  expect(emitters).toHaveLength(3);
  expect(emitters[0].eventNames()).toEqual([]);
});
