import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  startFaultProxy,
  startGitServer,
  type FaultProxy,
  type GitServer,
} from '@internal/testbed';
import { basicAuth } from './credentials';
import { GitRepository } from './GitRepository';

// Real Git beside everything else that a test run does.
jest.setTimeout(30_000);

let server: GitServer;
let faults: FaultProxy;
let folder: string;
let count = 0;
const opened: GitRepository[] = [];

beforeAll(async () => {
  server = await startGitServer();
  faults = await startFaultProxy({ url: server.url });
  folder = mkdtempSync(join(tmpdir(), 'ske-git-test-'));
});
afterEach(async () => {
  faults.heal();
  await Promise.all(opened.splice(0).map(repository => repository.close()));
});
afterAll(async () => {
  await faults.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A repository at its host, with a file in it that is not ours. */
async function hosted(files: Record<string, string> = { 'README.md': 'hi' }) {
  count += 1;
  const name = `repository-${count}`;
  return { host: await server.create(name, files), name };
}

/** The same as the product sees it, through the proxy. */
function open(name: string, auth = basicAuth('writer', 'writes')) {
  const repository = new GitRepository({
    remote: { url: `${faults.url}/${name}.git`, headers: async () => auth },
    author: { name: 'SKE', email: 'ske@backstage.io' },
    folder,
    patienceMs: 2_000,
  });
  opened.push(repository);
  return repository;
}

const writing = (path: string, content: string | null) => ({
  message: `write ${path}`,
  edit: async () => ({ edits: [{ path, content }], result: undefined }),
});

const isPush = (request: { method: string; path: string }) =>
  request.method === 'POST' && request.path.endsWith('git-receive-pack');

describe('writing', () => {
  it('adds, changes and removes files, and touches no other', async () => {
    const { host, name } = await hosted({
      'README.md': 'hi',
      'a/b/other.yaml': 'other: 1\n',
    });
    const repository = open(name);
    const first = await repository.write('main', writing('a/b/c.yaml', 'x: 1'));
    expect(first).toMatchObject({ changed: true });
    expect(await host.git('rev-parse', 'main')).toBe(first.commit);
    expect(await host.read('a/b/c.yaml')).toBe('x: 1');
    await repository.write('main', writing('a/b/c.yaml', null));
    expect(await host.files()).toEqual(['README.md', 'a/b/other.yaml']);
    expect(await host.log()).toEqual([
      'write a/b/c.yaml',
      'write a/b/c.yaml',
      'Somebody changes a/b/other.yaml',
      'Somebody changes README.md',
    ]);
    await host.git('fsck', '--full', '--strict');
  });

  it('makes no commit where nothing changes', async () => {
    const { host, name } = await hosted();
    const again = await open(name).write('main', writing('README.md', 'hi'));
    expect(again.changed).toBe(false);
    expect(again.commit).toBe(await host.git('rev-parse', 'main'));
  });

  it('makes the first commit of an empty repository', async () => {
    const { host, name } = await hosted({});
    await open(name).write('main', writing('a.yaml', 'a: 1'));
    expect(await host.files()).toEqual(['a.yaml']);
  });

  it('sends what waits in one push, a commit each', async () => {
    const { host, name } = await hosted();
    const repository = open(name);
    const before = faults.count(isPush);
    const written = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        repository.write('main', writing(`r/${i}.yaml`, `n: ${i}`)),
      ),
    );
    expect(new Set(written.map(w => w.commit)).size).toBe(30);
    expect(await host.files()).toHaveLength(31);
    expect(await host.log()).toHaveLength(31);
    expect(faults.count(isPush) - before).toBeLessThan(4);
  });

  it('tells one that it cannot, and writes the others', async () => {
    const { host, name } = await hosted();
    const repository = open(name);
    const outcomes = await Promise.allSettled([
      repository.write('main', writing('a.yaml', '1')),
      repository.write('main', {
        message: 'never',
        edit: async () => {
          throw new Error('changed by somebody else');
        },
      }),
      repository.write('main', writing('README.md/b.yaml', '1')),
      repository.write('main', writing('c.yaml', '1')),
    ]);
    expect(outcomes.map(o => o.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(outcomes[2]).toMatchObject({
      reason: { message: expect.stringContaining('there is a file') },
    });
    expect(await host.files()).toEqual(['README.md', 'a.yaml', 'c.yaml']);
  });

  it.each([
    ['../outside.yaml'],
    ['a/../../outside.yaml'],
    ['/etc/passwd'],
    ['.git/config'],
    ['a/.GIT/config'],
    ['a//b'],
    ['a\\b'],
    [''],
  ])('refuses the path %p', async path => {
    const { name } = await hosted();
    await expect(open(name).write('main', writing(path, '1'))).rejects.toThrow(
      'no path inside the repository',
    );
  });
});

describe('others at work', () => {
  it('puts its commit on top of what came meanwhile, deciding anew', async () => {
    const { host, name } = await hosted({ 'n.txt': '1' });
    const repository = open(name);
    let theirs = 0;
    host.beforePush = async () => {
      theirs += 1;
      if (theirs <= 2) await host.commit('n.txt', `${theirs * 10}`);
    };
    const seen: (string | undefined)[] = [];
    await repository.write('main', {
      message: 'ours',
      edit: async files => {
        const there = await files.read('n.txt');
        seen.push(there);
        return {
          edits: [{ path: 'ours.txt', content: `saw ${there}` }],
          result: undefined,
        };
      },
    });
    expect(seen).toEqual(['1', '10', '20']);
    expect(await host.read('ours.txt')).toBe('saw 20');
    expect((await host.log()).slice(0, 2)).toEqual([
      'ours',
      'Somebody changes n.txt',
    ]);
  });

  it('gives up when the branch never stands still, and says so', async () => {
    const { host, name } = await hosted();
    let n = 0;
    host.beforePush = () => host.commit('n.txt', `${(n += 1)}`);
    await expect(
      open(name).write('main', writing('a.yaml', '1')),
    ).rejects.toThrow('was moved by others 10 times');
    expect(await host.files()).not.toContain('a.yaml');
  }, 30_000);

  it('loses nothing when two processes write at once', async () => {
    const { host, name } = await hosted();
    const [one, two] = [open(name), open(name)];
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => [
        one.write('main', writing(`one/${i}`, `${i}`)),
        two.write('main', writing(`two/${i}`, `${i}`)),
      ]).flat(),
    );
    expect(await host.files()).toHaveLength(21);
    expect(await host.log()).toHaveLength(21);
  });

  it('is not led astray by a push whose answer was lost', async () => {
    const { host, name } = await hosted();
    const repository = open(name);
    faults.next({ kind: 'truncate', bytes: 0 }, { matching: isPush });
    const written = await repository.write('main', writing('a.yaml', '1'));
    expect(await host.git('rev-parse', 'main')).toBe(written.commit);
    expect(await host.log()).toEqual([
      'write a.yaml',
      'Somebody changes README.md',
    ]);
  });
});

describe('a branch for a pull request', () => {
  const target = { base: 'main', branch: 'backstage/redis/cache' };

  it('starts at the base, goes on where it was, or starts anew', async () => {
    const { host, name } = await hosted();
    const repository = open(name);
    await repository.propose({ ...target, keep: false }, writing('a', '1'));
    expect(await host.files(target.branch)).toEqual(['README.md', 'a']);
    expect(await host.files('main')).toEqual(['README.md']);

    await repository.propose({ ...target, keep: true }, writing('a', '2'));
    expect(await host.log(target.branch)).toHaveLength(3);
    expect(await host.read('a', target.branch)).toBe('2');

    await host.commit('later.txt', 'x');
    await repository.propose({ ...target, keep: false }, writing('a', '3'));
    expect(await host.files(target.branch)).toEqual([
      'README.md',
      'a',
      'later.txt',
    ]);
    expect(await host.log(target.branch)).toHaveLength(3);
  });

  it('overwrites nothing that somebody else has put there', async () => {
    const { host, name } = await hosted();
    const repository = open(name);
    await repository.propose({ ...target, keep: false }, writing('a', '1'));
    await host.commit('b', 'theirs', target.branch);
    const theirs = await host.git('rev-parse', target.branch);
    await expect(
      repository.propose({ ...target, keep: false }, writing('a', '2')),
    ).rejects.toThrow('Nothing was overwritten');
    expect(await host.git('rev-parse', target.branch)).toBe(theirs);
    expect(await host.read('b', target.branch)).toBe('theirs');
    // A branch with nothing but theirs, too.
    await host.git('branch', 'theirs', 'main');
    await host.commit('c', 'theirs', 'theirs');
    await expect(
      repository.propose(
        { ...target, branch: 'theirs', keep: false },
        writing('a', '2'),
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('makes none where there is nothing to propose', async () => {
    const { host, name } = await hosted();
    const proposed = await open(name).propose(
      { ...target, keep: false },
      writing('README.md', 'hi'),
    );
    expect(proposed.changed).toBe(false);
    expect(await host.git('branch')).toBe('* main');
  });
});

describe('a broken clone', () => {
  const filesOf = (dir: string): string[] =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter(e => e.isFile() && /\.git/.test(e.parentPath))
      .map(e => join(e.parentPath, e.name));

  const harms: [string, (file: string) => void][] = [
    ['emptied files', file => writeFileSync(file, '')],
    ['files that are gone', file => rmSync(file)],
  ];

  /** As a process leaves it that was killed while it wrote. */
  async function leftBehind(harm: (file: string) => void) {
    const { host, name } = await hosted({ 'a/b/c': '1', 'a/d': '2' });
    const before = open(name);
    await before.write('main', writing('a/b/e', '3'));
    await before.close();
    const home = readdirSync(folder, { withFileTypes: true })
      .map(e => join(folder, e.name))
      .filter(dir => filesOf(dir).length > 0);
    home.flatMap(filesOf).forEach(harm);
    return { host, name };
  }

  it.each(harms)('heals itself for all at once: %s', async (_what, harm) => {
    const { host, name } = await leftBehind(harm);
    const after = open(name);
    const branches = Array.from({ length: 20 }, (_, n) => `proposed-${n}`);
    await Promise.all(
      branches.map(branch =>
        after.propose(
          { base: 'main', branch, keep: false },
          writing('a/b/c', branch),
        ),
      ),
    );
    for (const branch of branches) {
      expect(await host.read('a/b/c', branch)).toBe(branch);
      expect(await host.read('a/d', branch)).toBe('2');
    }
  });

  it.each(harms)('heals itself: %s', async (_what, harm) => {
    const { host, name } = await leftBehind(harm);
    const after = open(name);
    await after.write('main', writing('a/b/c', '4'));
    expect(await host.files()).toEqual(['a/b/c', 'a/b/e', 'a/d']);
    expect(await after.read('main', files => files.read('a/d'))).toBe('2');
  });

  it('is not used by two processes at once', async () => {
    const { name } = await hosted();
    const [one, two] = [open(name), open(name)];
    await Promise.all(
      [one, two].map(each => each.read('main', async () => {})),
    );
    const owners = readdirSync(folder, { recursive: true }).filter(file =>
      String(file).endsWith('owner'),
    );
    expect(owners).toHaveLength(2);
  });
});

describe('what goes wrong is told apart', () => {
  const write = (name: string, auth?: ReturnType<typeof basicAuth>) =>
    open(name, auth).write('main', writing('a.yaml', '1'));

  it('no repository', async () => {
    await expect(write('nowhere')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('no such repository'),
    });
  });

  it('no branch', async () => {
    const { name } = await hosted();
    await expect(
      open(name).write('live', writing('a.yaml', '1')),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('Branch live is not in'),
    });
  });

  it('a credential that is not accepted', async () => {
    const { name } = await hosted();
    await expect(
      write(name, basicAuth('writer', 'expired')),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('did not accept the credential'),
    });
  });

  it('in the words of whoever uses it', async () => {
    const { name } = await hosted();
    const settings = {
      url: 'output.url',
      branch: 'output.branch',
      credentials: 'Name a Secret.',
      disk: 'the disk of the pod',
    };
    const repository = new GitRepository({
      remote: {
        url: `${faults.url}/${name}.git`,
        headers: async () => basicAuth('writer', 'expired'),
        settings,
      },
      author: { name: 'SKE', email: 'ske@backstage.io' },
      folder,
    });
    opened.push(repository);
    await expect(
      repository.write('main', writing('a.yaml', '1')),
    ).rejects.toThrow(/It may have expired\. Name a Secret\.$/);
  });

  it('no right to push', async () => {
    const { name } = await hosted();
    await expect(
      write(name, basicAuth('reader', 'reads')),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('write access'),
    });
  });

  it.each([
    [
      'Gitea: Not allowed to push to protected branch main',
      'the branch is protected',
    ],
    [
      'GitLab: You are not allowed to push code to protected branches on this project.',
      'the branch is protected',
    ],
    ['error: GH006: Protected branch update failed', 'the branch is protected'],
    ['This repository exceeded its quota', 'no room left'],
    ['Commits must be signed off', 'Commits must be signed off'],
  ])('a host that says %p', async (words, expected) => {
    const { host, name } = await hosted();
    host.refusePushes(words);
    await expect(write(name)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining(expected),
    });
  });

  it.each([
    [{ kind: 'answer' as const, code: 503 }, 'answered 503'],
    [{ kind: 'answer' as const, code: 429 }, 'asks to slow down'],
    [
      { kind: 'answer' as const, code: 200, body: '<html>Sign in</html>' },
      'is not a Git host',
    ],
    [{ kind: 'silence' as const }, 'no answer in 2 s'],
  ])(
    'a host that does %p',
    async (fault, expected) => {
      const { name } = await hosted();
      faults.always(fault);
      await expect(write(name)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(expected),
      });
    },
    20_000,
  );

  it('a host that is not there', async () => {
    const url = `http://127.0.0.1:${await freePort()}/a.git`;
    const repository = new GitRepository({
      remote: { url, headers: async () => ({}) },
      author: { name: 'SKE', email: 'ske@backstage.io' },
      folder,
    });
    opened.push(repository);
    await expect(repository.read('main', async () => {})).rejects.toMatchObject(
      {
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('ECONNREFUSED'),
      },
    );
  });

  it('never tells a credential', async () => {
    const { host, name } = await hosted();
    host.refusePushes('no');
    const error = await write(name).catch(e => e);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(
      'd3JpdGVyOndyaXRlcw',
    );
  });
});
