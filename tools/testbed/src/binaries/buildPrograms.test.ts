import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCommand } from '../commands';
import { BuildProgress } from './BuildProgress';
import { buildPrograms } from './buildPrograms';
import { getPrograms } from './kubernetes';
import type { BuildContext, GoPrograms } from './programs';

const PROGRAMS: GoPrograms = {
  what: 'The platform',
  module: 'kubernetes',
  programs: { one: 'example.org/one', two: 'example.org/two' },
  expected: { fetch: 20_000, modules: 60_000, compile: 240_000 },
};

let cache: string;
let dir: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'ske-build-'));
  dir = join(cache, 'programs');
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

/** A Go that notes what it is asked for, and has an answer for each of its subcommands. */
function fakeGo(
  answers: Partial<Record<string, { code: number; output: string }>> = {},
) {
  const asked: string[] = [];
  const said: string[] = [];
  const run: RunCommand = async (_command, args, options = {}) => {
    const known = ['version', 'list', 'build'];
    const subcommand = args.find(arg => known.includes(arg)) ?? '';
    const targets = args.filter(arg => arg.startsWith('example.org/'));
    asked.push([subcommand, ...targets].join(' '));
    const answer = answers[[subcommand, ...targets].join(' ')];
    if (answer) return answer;
    if (subcommand === 'list') {
      options.onLine?.('go: downloading example.org/lib v1.0.0');
      return { code: 0, output: `${['a', 'b', ...targets].join('\n')}\n` };
    }
    if (subcommand === 'build') {
      targets.forEach(target => options.onLine?.(target));
      writeFileSync(args[args.indexOf('-o') + 1], targets[0]);
    }
    return { code: 0, output: '' };
  };
  const say = (text: string) => said.push(text);
  const context: BuildContext = {
    say,
    run,
    progress: new BuildProgress({
      what: PROGRAMS.what,
      expected: PROGRAMS.expected,
      say,
      now: () => 0,
    }),
  };
  return { asked, said, context };
}

it('downloads, then builds one program after the other, and says so', async () => {
  const { asked, said, context } = fakeGo();
  const built = await buildPrograms('go', process.env, PROGRAMS, dir, context);
  expect(built).toBe(dir);
  expect(asked).toEqual([
    'version',
    'list example.org/one example.org/two',
    'build example.org/one',
    'build example.org/two',
  ]);
  expect(readdirSync(dir).sort()).toEqual(['one', 'two']);
  expect(readdirSync(cache)).toEqual(['programs']);
  expect(said).toEqual([
    'The platform is being built: step 2 of 3, about 5 minutes left: downloading Go modules',
    'The platform is being built: step 3 of 3, about 4 minutes left: compiled 0 of 4 packages',
    `Built. It is in ${dir} for the next time.`,
  ]);
});

it('builds only what is missing', async () => {
  const { asked, context } = fakeGo();
  mkdirSync(dir);
  writeFileSync(join(dir, 'one'), 'of an earlier build');
  await buildPrograms('go', process.env, PROGRAMS, dir, context);
  expect(asked).toEqual([
    'version',
    'list example.org/two',
    'build example.org/two',
  ]);
  expect(readFileSync(join(dir, 'one'), 'utf8')).toBe('of an earlier build');
});

it('keeps what is built when the rest fails, and leaves nothing else behind', async () => {
  const { context } = fakeGo({
    'build example.org/two': { code: 1, output: '# two\nno space left\n' },
  });
  const failed = await buildPrograms('go', process.env, PROGRAMS, dir, context);
  expect(failed).toEqual({ way: 'build with go', why: 'no space left' });
  expect(readdirSync(dir)).toEqual(['one']);
  expect(readdirSync(cache)).toEqual(['programs']);
});

it('adds further files before the programs', async () => {
  const { context } = fakeGo({
    'build example.org/one': { code: 1, output: 'no compiler' },
  });
  await buildPrograms(
    'go',
    process.env,
    {
      ...PROGRAMS,
      async addFiles(_tools, out) {
        mkdirSync(join(out, 'static'));
        return undefined;
      },
    },
    dir,
    context,
  );
  expect(existsSync(join(dir, 'static'))).toBe(true);
  expect(existsSync(join(dir, 'one'))).toBe(false);
});

it('says that there is no Go', async () => {
  const { asked, context } = fakeGo({ version: { code: 127, output: '' } });
  expect(
    await buildPrograms('go', process.env, PROGRAMS, dir, context),
  ).toEqual({
    way: 'build with go',
    why: 'not installed',
  });
  expect(asked).toEqual(['version']);
});

describe('getPrograms', () => {
  it('takes the first way that works', async () => {
    const { context } = fakeGo();
    const tried: string[] = [];
    const found = await getPrograms(PROGRAMS, dir, context, [
      async () => {
        tried.push('download');
        return { way: 'download', why: 'no answer' };
      },
      async () => {
        tried.push('build');
        return dir;
      },
      async () => {
        tried.push('toolchain');
        return dir;
      },
    ]);
    expect(found).toBe(dir);
    expect(tried).toEqual(['download', 'build']);
  });

  it('says in one sentence what was tried and why it failed, and then what helps', async () => {
    const { context } = fakeGo();
    const failing = getPrograms(PROGRAMS, dir, context, [
      async () => ({ way: 'download', why: 'no answer' }),
      async () => ({ way: 'build with go', why: 'not installed' }),
    ]);
    await expect(failing).rejects.toThrow(
      /^There is no way to get one and two: download \(no answer\); build with go \(not installed\)\.\nAny one of these helps: /,
    );
  });

  it('tries nothing more when it is asked to end', async () => {
    const stop = new AbortController();
    const { context } = fakeGo();
    const tried: string[] = [];
    const ended = getPrograms(
      PROGRAMS,
      dir,
      { ...context, signal: stop.signal },
      [
        async () => {
          tried.push('download');
          stop.abort(new Error('Ctrl-C'));
          return { way: 'download', why: 'ended' };
        },
        async () => {
          tried.push('build');
          return dir;
        },
      ],
    );
    await expect(ended).rejects.toThrow('Ctrl-C');
    expect(tried).toEqual(['download']);
  });
});
