import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Subprocess } from 'execa';
import { runCommand } from '../commands';
import { installDebianPackages } from '../debian';
import { freePort } from '../ports';

const DEBIAN_ROOT = '/usr/lib/postgresql';
const READY_MS = 30_000;
const USER = 'postgres';

/** A running PostgreSQL server with throw-away data, on loopback. */
export interface Postgres {
  host: string;
  port: number;
  user: string;
  password: string;
  /** For `pg`, Knex and Backstage's test databases. */
  connectionString: string;
  stop(): Promise<void>;
}

/** A user for PostgreSQL, which refuses to run as root. */
interface RunAs {
  uid: number;
  gid: number;
}

/**
 * Starts PostgreSQL: the one on the PATH, else Debian's, which is installed where this
 * process runs as root.
 *
 * @throws Error that says what is missing and how to get it.
 */
export async function startPostgres(options: {
  say: (text: string) => void;
}): Promise<Postgres> {
  const { execa } = await import('execa');
  const bin = await ensurePostgres(options.say);
  const runAs = await findUnprivilegedUser();
  const dir = mkdtempSync(join(tmpdir(), 'ske-postgres-'));
  const data = join(dir, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(dir, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs) {
    for (const path of [dir, passwordFile]) {
      chownSync(path, runAs.uid, runAs.gid);
    }
  }
  let server: Subprocess | undefined;
  const stop = async () => {
    // PostgreSQL's fast shutdown: clients are disconnected.
    server?.kill('SIGINT');
    await server;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const made = await runCommand(
      join(bin, 'initdb'),
      [
        ...['--pgdata', data, '--username', USER, '--pwfile', passwordFile],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-sync'],
      ],
      { cwd: dir, ...runAs },
    );
    if (made.code !== 0) throw new Error(`initdb: ${made.output.trim()}`);
    const port = await freePort();
    server = execa(
      join(bin, 'postgres'),
      [
        ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', ''],
        // Throw-away data need not survive a power cut.
        ...['-c', 'fsync=off', '-c', 'max_connections=300'],
      ],
      {
        cwd: dir,
        stdio: ['ignore', 'ignore', 'pipe'],
        buffer: false,
        reject: false,
        // `waitUntilReady` looks for an English message.
        env: { LC_ALL: 'C' },
        ...runAs,
      },
    );
    await waitUntilReady(server);
    return {
      host: '127.0.0.1',
      port,
      user: USER,
      password,
      connectionString: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function waitUntilReady(server: Subprocess) {
  let output = '';
  const timeout = AbortSignal.timeout(READY_MS);
  await new Promise<void>((resolve, reject) => {
    const fail = () =>
      reject(new Error(`PostgreSQL did not become ready: ${output.trim()}`));
    server.stderr?.on('data', chunk => {
      output += chunk;
      if (output.includes('ready to accept connections')) resolve();
    });
    void server.then(fail);
    timeout.addEventListener('abort', fail);
  });
}

/** The folder with `initdb` and `postgres`. */
async function ensurePostgres(say: (text: string) => void): Promise<string> {
  const found = postgresFolder();
  if (found) return found;
  const aptError = await installDebianPackages(['postgresql'], say);
  const installed = postgresFolder();
  if (installed) return installed;
  throw new Error(
    `The test bed needs PostgreSQL (initdb and postgres). Install it (Debian: apt-get install postgresql; elsewhere: from your package manager) and have its folder on the PATH.${
      aptError ? ` apt-get said: ${aptError}` : ''
    }`,
  );
}

function postgresFolder(): string | undefined {
  const versions = existsSync(DEBIAN_ROOT) ? readdirSync(DEBIAN_ROOT) : [];
  return [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map(version => join(DEBIAN_ROOT, version, 'bin')),
  ].find(dir => existsSync(join(dir, 'initdb')));
}

async function findUnprivilegedUser(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(flag => runCommand('id', [flag, name])),
    );
    if (uid.code === 0 && gid.code === 0) {
      return { uid: Number(uid.output), gid: Number(gid.output) };
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as. Run this as another user.',
  );
}
