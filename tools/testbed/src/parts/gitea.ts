import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subprocess } from 'execa';
import { ensureGitea } from '../binaries/gitea';
import { runCommand } from '../commands';
import { freePort } from '../ports';
import {
  connectGitea,
  prepareGitea,
  type Account,
  type Gitea,
} from './giteaClient';
import { waitForServer } from './waitForServer';

const READY_MS = 60_000;
const ADMIN = 'site-admin';
/** The account of Backstage. */
const ROBOT = 'backstage';
/** Somebody who reviews and merges. */
const REVIEWER = 'rita';
/** An account that may read and not write. */
const READER = 'reader';

/** A Gitea that this process has started. */
export interface RunningGitea extends Gitea {
  stop(): Promise<void>;
}

/**
 * Starts a Gitea; builds it the first time.
 *
 * @throws Error that says what is missing and how to get it.
 */
export async function startGitea(options: {
  say: (text: string) => void;
  /** Ends the build. */
  signal?: AbortSignal;
}): Promise<RunningGitea> {
  const { execa } = await import('execa');
  const home = await ensureGitea(options.say, options.signal);
  const program = join(home, 'gitea');
  const dir = mkdtempSync(join(tmpdir(), 'ske-gitea-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(dir, 'app.ini');
  mkdirSync(join(dir, 'custom'));
  writeFileSync(config, appIni({ dir, home, url, port }));
  const env = { ...process.env, GITEA_WORK_DIR: dir, HOME: dir };
  const run = async (...args: string[]) => {
    const ran = await runCommand(program, ['--config', config, ...args], {
      env,
      cwd: dir,
    });
    if (ran.code !== 0) throw new Error(`gitea ${args[0]}: ${ran.output}`);
  };
  let server: Subprocess | undefined;
  const stop = async () => {
    server?.kill();
    await server;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await run('migrate');
    const accounts = {
      admin: account(ADMIN),
      robot: account(ROBOT),
      reviewer: account(REVIEWER),
      reader: account(READER),
    };
    for (const { name, password } of Object.values(accounts)) {
      await run(
        ...['admin', 'user', 'create', '--username', name],
        ...['--password', password, '--email', `${name}@example.org`],
        ...['--must-change-password=false', '--admin', String(name === ADMIN)],
      );
    }
    server = execa(program, ['--config', config, 'web'], {
      env,
      cwd: dir,
      stdio: 'ignore',
      reject: false,
    });
    await waitForServer({
      ...{ name: 'Gitea', server, patienceMs: READY_MS },
      url: `${url}/api/v1/version`,
      isReady: answer => answer.ok,
    });
    await prepareGitea({ url, accounts });
    return { ...connectGitea({ url, accounts }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const account = (name: string): Account => ({
  name,
  password: `p-${randomBytes(12).toString('hex')}`,
});

function appIni(options: {
  dir: string;
  home: string;
  url: string;
  port: number;
}) {
  const { dir, home, url, port } = options;
  return `APP_NAME = Test bed
RUN_MODE = prod
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
WORK_PATH = ${dir}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
STATIC_ROOT_PATH = ${join(home, 'static')}
OFFLINE_MODE = true
DISABLE_SSH = true
[database]
DB_TYPE = sqlite3
PATH = ${join(dir, 'gitea.db')}
SQLITE_JOURNAL_MODE = WAL
[repository]
ROOT = ${join(dir, 'repositories')}
DEFAULT_BRANCH = main
[security]
INSTALL_LOCK = true
SECRET_KEY = ${randomBytes(24).toString('hex')}
PASSWORD_HASH_ALGO = pbkdf2$1000$50
[webhook]
ALLOWED_HOST_LIST = 127.0.0.1
[service]
DISABLE_REGISTRATION = true
[log]
MODE = console
LEVEL = Error
[cron]
ENABLED = false
[indexer]
REPO_INDEXER_ENABLED = false
ISSUE_INDEXER_TYPE = db
[actions]
ENABLED = false
[mailer]
ENABLED = false
`;
}
