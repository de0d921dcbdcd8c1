import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text as textOf } from 'node:stream/consumers';

/** Accounts and whether they may push. */
const ACCOUNTS: Record<string, { password: string; writes: boolean }> = {
  writer: { password: 'writes', writes: true },
  reader: { password: 'reads', writes: false },
};

/**
 * A real Git server (`git http-backend`) with throw-away repositories. Its
 * accounts: `writer`/`writes` and `reader`/`reads`.
 */
export interface GitServer {
  url: string;
  /** Makes a repository, with a first commit when there are files. */
  create(name: string, files?: Record<string, string>): Promise<Repository>;
  stop(): Promise<void>;
}

/** A repository of a {@link GitServer}, as its host sees it. */
export interface Repository {
  url: string;
  /** Runs git in it. @throws Error with git's message when it fails. */
  git(...args: string[]): Promise<string>;
  /** Commits a file, or removes it, as somebody else would. */
  commit(path: string, content: string | null, branch?: string): Promise<void>;
  /** Subjects of a branch's commits, newest first. */
  log(branch?: string): Promise<string[]>;
  read(path: string, branch?: string): Promise<string>;
  files(branch?: string): Promise<string[]>;
  /** Makes pushes fail with this message, as a hook of a host does; undefined ends that. */
  refusePushes(message: string | undefined): void;
  /** Called before each push is taken, so that a test can change something just then. */
  beforePush: (() => Promise<void>) | undefined;
}

/** Starts a {@link GitServer}. Needs `git`. */
export async function startGitServer(): Promise<GitServer> {
  const root = mkdtempSync(join(tmpdir(), 'ske-git-server-'));
  const repositories = new Map<string, Repository>();
  const server = createServer((request, response) => {
    void serve(root, repositories, request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async create(name, files = {}) {
      const dir = join(root, `${name}.git`);
      await run(root, ['init', '--bare', '--initial-branch=main', dir]);
      const repository = repositoryIn(dir, `${url}/${name}.git`);
      await repository.git('config', 'http.receivepack', 'true');
      repositories.set(name, repository);
      for (const [path, content] of Object.entries(files)) {
        await repository.commit(path, content);
      }
      return repository;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function repositoryIn(dir: string, url: string): Repository {
  const hook = join(dir, 'hooks', 'pre-receive');
  const git = (...args: string[]) => run(dir, args);
  return {
    url,
    git,
    async commit(path, content, branch = 'main') {
      const ref = `refs/heads/${branch}`;
      const tip = await git('for-each-ref', ref);
      const subject = `Somebody changes ${path}`;
      await run(
        dir,
        ['fast-import', '--quiet', '--date-format=now'],
        [
          `commit ${ref}`,
          'committer Somebody <somebody@example.org> now',
          data(subject),
          ...(tip ? [`from ${ref}^0`] : []),
          content === null
            ? `D ${path}`
            : `M 100644 inline ${path}\n${data(content)}`,
          '',
        ].join('\n'),
      );
    },
    log: async (branch = 'main') =>
      (await git('log', '--format=%s', branch)).split('\n'),
    read: (path, branch = 'main') => git('show', `${branch}:${path}`),
    files: async (branch = 'main') =>
      (await git('ls-tree', '-r', '--name-only', branch))
        .split('\n')
        .filter(Boolean),
    refusePushes(message) {
      if (message === undefined) {
        rmSync(hook, { force: true });
        return;
      }
      writeFileSync(
        hook,
        `#!/bin/sh\ncat >/dev/null\ncat >&2 <<'MESSAGE'\n${message}\nMESSAGE\nexit 1\n`,
      );
      chmodSync(hook, 0o755);
    },
    beforePush: undefined,
  };
}

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`;

/** Runs git to its end. */
async function run(dir: string, args: string[], input = ''): Promise<string> {
  const child = spawn('git', args, {
    cwd: dir,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {
    // It has ended; what it wrote to stderr says why.
  });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close').then(([exit]) => exit as number),
  ]);
  if (code !== 0) throw new Error(`git ${args[0]}: ${err || out}`);
  return out.trim();
}

/** Answers one request through git's own CGI program. */
async function serve(
  root: string,
  repositories: ReadonlyMap<string, Repository>,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { pathname, search } = new URL(request.url ?? '/', 'http://host');
  const account = accountOf(request.headers.authorization);
  if (!account) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' });
    response.end('Unauthorized');
    return;
  }
  const repository = repositories.get(
    /^\/([^/]+)\.git\//.exec(pathname)?.[1] ?? '',
  );
  if (!repository) {
    response.writeHead(404).end('Not found');
    return;
  }
  const writing = `${pathname}${search}`.includes('git-receive-pack');
  if (writing && !account.writes) {
    response.writeHead(403).end('You are not allowed to write here');
    return;
  }
  if (writing && request.method === 'POST') await repository.beforePush?.();
  await runHttpBackend(request, response, {
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: pathname,
    QUERY_STRING: search.slice(1),
    REQUEST_METHOD: request.method,
    REMOTE_USER: account.name,
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    CONTENT_LENGTH: request.headers['content-length'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
  });
}

function accountOf(authorization: string | undefined) {
  const given = Buffer.from(
    /^Basic (.+)$/i.exec(authorization ?? '')?.[1] ?? '',
    'base64',
  ).toString();
  const [name] = given.split(':');
  const account = ACCOUNTS[name];
  return account && given === `${name}:${account.password}`
    ? { name, writes: account.writes }
    : undefined;
}

async function runHttpBackend(
  request: IncomingMessage,
  response: ServerResponse,
  env: NodeJS.ProcessEnv,
) {
  const child = spawn('git', ['http-backend'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {
    // It may end before it has read the whole request.
  });
  const answer = await buffer(child.stdout);
  const end = answer.indexOf('\r\n\r\n');
  const headers = answer.subarray(0, end).toString().split('\r\n');
  for (const header of headers) {
    const [name, ...value] = header.split(': ');
    if (name === 'Status') response.statusCode = Number(value[0].slice(0, 3));
    else response.setHeader(name, value.join(': '));
  }
  response.end(answer.subarray(end + 4));
}
