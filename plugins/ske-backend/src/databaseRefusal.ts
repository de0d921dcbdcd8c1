import type { Knex } from 'knex';

/** Why a server that answers does not accept the connection, which waiting does not change. */
export interface DatabaseRefusal {
  /** Continues "PostgreSQL at host:port". */
  what: string;
  remedy: string;
  /** With so many of them in a row the start fails. */
  tries: number;
}

/** Error code: the server has no database of that name. */
export const NO_SUCH_DATABASE = '3D000';

const CONNECTION = 'backend.database.connection';

/** By the error code (PostgreSQL, Appendix A, Error Codes). */
const REFUSALS: Record<
  string,
  (keys: {
    user: string;
    password: string;
    database: string;
  }) => DatabaseRefusal
> = {
  '28P01': ({ user, password }) => ({
    what: `does not accept the user and the password of ${CONNECTION}`,
    remedy: `Correct ${user} or ${password}, or the variable that it comes from`,
    tries: 1,
  }),
  28000: ({ user }) => ({
    what: `does not let the user of ${CONNECTION} sign in`,
    remedy: `Correct ${user}, create that role with LOGIN, allow it in pg_hba.conf, or set backend.database.connection.ssl if it has to be TLS`,
    tries: 1,
  }),
  42501: ({ database }) => ({
    what: `does not let the user of ${CONNECTION} use the database`,
    remedy: `GRANT CONNECT on it to the user, or correct ${database}`,
    tries: 1,
  }),
  // A job that prepares the server may still be about to make it.
  [NO_SUCH_DATABASE]: ({ database }) => ({
    what: `does not have the database of ${CONNECTION}`,
    remedy: `Create it, correct ${database}, or let Backstage create it: backend.database.ensureExists: true`,
    tries: 10,
  }),
};

/** What the client says where the server asks for a password, and it has none or a number. */
const NO_PASSWORD = /client password must be a (?:non-empty )?string/;

/** @returns undefined for errors that may pass by themselves */
export function refusalOf(
  error: unknown,
  settings: Knex.PgConnectionConfig,
): DatabaseRefusal | undefined {
  const isText = settings.connectionString !== undefined;
  const keyOf = (name: string) =>
    isText ? `the ${name} in ${CONNECTION}` : `${CONNECTION}.${name}`;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && NO_PASSWORD.test(message)) {
    return {
      what: 'asks for a password, and there is none that is a text',
      remedy: `Set ${keyOf(
        'password',
      )}, or the variable that it comes from; a number has to be in quotes`,
      tries: 1,
    };
  }
  if (typeof code !== 'string' || !Object.hasOwn(REFUSALS, code)) {
    return undefined;
  }
  return REFUSALS[code]({
    user: keyOf('user'),
    password: keyOf('password'),
    database: keyOf('database'),
  });
}

/** The passwords of a connection, so that no text shows them. */
export function passwordsOf({
  password,
  connectionString,
}: Knex.PgConnectionConfig): string[] {
  const inText =
    connectionString !== undefined && URL.canParse(connectionString)
      ? new URL(connectionString).password
      : '';
  // YAML makes a number of digits without quotes.
  const given: unknown = password;
  const inSettings = typeof given === 'number' ? String(given) : given;
  return [inSettings, inText, decode(inText)].filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A percent sign that encodes nothing: the text is the password itself.
    if (error instanceof URIError) return text;
    throw error;
  }
}
