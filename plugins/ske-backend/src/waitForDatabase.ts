import type { EventEmitter } from 'node:events';
import {
  coreServices,
  createBackendFeatureLoader,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import {
  ForwardedError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { isObject } from '@syntasso/plugin-ske-common';
import knexFactory, { type Knex } from 'knex';
import { NO_SUCH_DATABASE, passwordsOf, refusalOf } from './databaseRefusal';
import { maskText } from './redaction/maskText';
import { waitForAnswer, type Clock } from './utils/waitForAnswer';

/**
 * Waits until PostgreSQL answers, before any plugin starts. Backstage itself connects
 * once: a plugin whose first connection fails stays broken until the next start.
 *
 * ```ts
 * import { waitForDatabase } from '@syntasso/plugin-ske-backend';
 *
 * backend.add(waitForDatabase);
 * ```
 *
 * Add it last: it begins to use the configuration, the log and the HTTP server, and a
 * feature loader that comes later cannot replace them any more.
 *
 * While it waits the HTTP server is up. `/.backstage/health/v1/liveness` says 200, so that
 * Kubernetes does not restart the pod, and `/.backstage/health/v1/readiness` says 503, so
 * that nobody is sent to it. Without it the HTTP server starts with the first plugin, and
 * until then both probes find a closed port.
 *
 * It asks the server of `backend.database` for `SELECT 1`, if `client` is `pg` and the
 * connection is a text or an object with host and password; the connections of cloud
 * providers (`type: rds`, `azure`, `cloudsql`) are not waited for. After
 * `ske.waitForDatabase.atMostSeconds` (300), or when the process is told to end, the start
 * fails. It fails at once when PostgreSQL does not accept user or password, and after ten
 * tries when a database is missing that Backstage does not create itself.
 *
 * @public
 */
export const waitForDatabase = createBackendFeatureLoader({
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.rootLogger,
    // Starts the HTTP server, for the probes.
    httpRouter: coreServices.rootHttpRouter,
  },
  async loader({ config, logger }) {
    await waitForConfiguredDatabase({ config, logger });
    return [];
  },
});

const AT_MOST_SECONDS = 300;
const ANSWER_MS = 5_000;
const SIGNALS = ['SIGTERM', 'SIGINT'];

/**
 * @throws ServiceUnavailableError when it has not answered in time, InputError when it does
 * not accept the connection of the configuration
 */
export async function waitForConfiguredDatabase(options: {
  config: Config;
  logger: LoggerService;
  /** Where signals to end come from; default: this process. */
  signals?: EventEmitter;
  /** Asks the database; default: PostgreSQL for `SELECT 1`. */
  ask?: (connection: Knex.PgConnectionConfig) => Promise<unknown>;
  clock?: Clock;
}): Promise<void> {
  const { config, logger, signals = process, ask = askPostgres } = options;
  const atMostSeconds = readLimit(config);
  const connection = readConnection(config);
  if (!connection) return;
  if (connection.kind === 'provider') {
    logger.info(
      `Database connections of type ${connection.type} are not waited for`,
    );
    return;
  }
  const { settings } = connection;
  const where = `PostgreSQL at ${addressOf(settings)}`;
  const passwords = passwordsOf(settings);
  const reasonOf = (error: unknown) => maskText(messageOf(error), passwords);
  const needsDatabase = isDatabaseNeeded(config);
  let refusals = 0;
  const whyFinal = (error: unknown) => {
    const refusal = refusalOf(error, settings);
    refusals = refusal ? refusals + 1 : 0;
    return refusal && refusals >= refusal.tries
      ? `${where} ${refusal.what} (${reasonOf(error)}). ${refusal.remedy}.`
      : undefined;
  };
  const ending = new AbortController();
  // Backstage runs its own shutdown hooks only after the start.
  const end = () => ending.abort();
  SIGNALS.forEach(name => signals.once(name, end));
  try {
    const outcome = await waitForAnswer({
      ask: () =>
        ask(settings).catch((error: unknown) => {
          if (needsDatabase || codeOf(error) !== NO_SUCH_DATABASE) throw error;
        }),
      whyFinal,
      onWaiting: (error, ms) =>
        logger.warn(
          `Waiting for the database: ${where} does not answer (${reasonOf(
            error,
          )}). Waited for ${Math.round(
            ms / 1_000,
          )} of at most ${atMostSeconds} seconds`,
        ),
      atMostMs: atMostSeconds * 1_000,
      signal: ending.signal,
      clock: options.clock,
    });
    switch (outcome.kind) {
      case 'refused':
        throw new InputError(outcome.why);
      case 'late':
        throw new ForwardedError(
          `${where} did not answer in ${atMostSeconds} seconds (ske.waitForDatabase.atMostSeconds)`,
          new ServiceUnavailableError(reasonOf(outcome.lastError)),
        );
      case 'aborted':
        throw new ServiceUnavailableError(
          `Told to end while waiting for ${where}`,
        );
      default:
        if (outcome.waitedMs > 0) logger.info(`${where} answers now`);
    }
  } finally {
    SIGNALS.forEach(name => signals.off(name, end));
  }
}

function readLimit(config: Config): number {
  const key = 'ske.waitForDatabase.atMostSeconds';
  const seconds = config.getOptionalNumber(key) ?? AT_MOST_SECONDS;
  if (seconds > 0) return seconds;
  throw new InputError(`${key} is ${seconds}: it has to be more than 0`);
}

/** What is waited for; undefined where there is nothing to wait for. */
type Connection =
  | { kind: 'postgres'; settings: Knex.PgConnectionConfig }
  | { kind: 'provider'; type: string };

/** Reads `backend.database` as Backstage does. */
function readConnection(config: Config): Connection | undefined {
  const database = config.getOptionalConfig('backend.database');
  if (database?.getOptionalString('client') !== 'pg') return undefined;
  const connection = database.getOptional('connection');
  if (typeof connection === 'string') {
    return {
      kind: 'postgres',
      settings: { connectionString: connection },
    };
  }
  if (!isObject(connection)) return undefined;
  const { type = 'default', ...settings } = connection;
  return type === 'default'
    ? { kind: 'postgres', settings: settings as Knex.PgConnectionConfig }
    : { kind: 'provider', type: String(type) };
}

/** Whether a database has to be there already: by default Backstage creates its own. */
const isDatabaseNeeded = (config: Config) =>
  config.getOptionalString('backend.database.pluginDivisionMode') ===
    'schema' &&
  config.getOptionalBoolean('backend.database.ensureExists') === false;

async function askPostgres(settings: Knex.PgConnectionConfig): Promise<void> {
  const client = knexFactory({
    client: 'pg',
    connection: {
      ...settings,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    },
    acquireConnectionTimeout: 2 * ANSWER_MS,
    pool: { min: 0, max: 1 },
  });
  try {
    await client.raw('SELECT 1');
  } finally {
    await client.destroy();
  }
}

/** Host and port, without user and password. */
function addressOf(settings: Knex.PgConnectionConfig): string {
  const { connectionString, host = 'localhost', port = 5432 } = settings;
  if (connectionString === undefined) return `${host}:${port}`;
  const url = URL.canParse(connectionString)
    ? new URL(connectionString)
    : undefined;
  return url?.host || 'the address of backend.database.connection';
}

/** A host with several addresses has an error without a message. */
function messageOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}

const codeOf = (error: unknown) => (error as { code?: unknown }).code;
