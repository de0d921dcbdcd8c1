import { join } from 'node:path';
import { ensureChromium, ensureHelm, makeCertificate } from '@internal/testbed';
import type { Ending, Processes } from '../processes';
import { root } from '../root';
import { startTestbed, type PartName } from '../testbed/parts';
import {
  countExitCode,
  readJestReport,
  readPlaywrightReport,
  type TestCounts,
} from './counts';
import { makeTemporaryFolder } from './temporaryFolder';

/** Where reports and logs of a test run are. */
export const reportsFolder = join(root, '.cache', 'test');

/** What each part of `npm test` gets. */
export interface TestRun {
  /** Further arguments, for the tool that the part runs. */
  args: string[];
  /** Where it starts processes, so that they end with the run. */
  processes: Processes;
  /** Registers what else must be ended with the run. */
  onEnd: (end: () => Promise<void>) => void;
  say: (text: string) => void;
}

/** The parts of `npm test`, in their order. */
export const parts: Record<string, (run: TestRun) => Promise<TestCounts>> = {
  types: async run => countExitCode(await runTool(run, 'tsc', [])),
  format: async run =>
    countExitCode(await runTool(run, 'prettier', ['--check', '.'])),
  lint: async run =>
    countExitCode(
      await runTool(run, 'backstage-cli', [
        'repo',
        'lint',
        '--max-warnings',
        '0',
      ]),
    ),
  unit,
  e2e,
  real,
  production,
  screenshot,
};

/** The parts that `npm test` runs by default. */
export const defaultParts = ['types', 'format', 'lint', 'unit', 'e2e'];

/**
 * Playwright ends its web server only on SIGINT, and gives it 20 s: the server has a
 * process group of its own.
 */
const PLAYWRIGHT: Ending = { signal: 'SIGINT', graceMs: 30_000 };

/** File names of tests that need more than an API server. */
const REAL = String.raw`\.real\.test\.`;
/** Tests of the database run on SQLite with the others, and on PostgreSQL too. */
const REAL_OR_DATABASE = String.raw`\.(real|db)\.test\.`;

/** Unit and integration tests share one API server and one simulator. */
async function unit(run: TestRun): Promise<TestCounts> {
  return jest(run, ['kubernetes', 'simulator'], 'unit', [
    '--testPathIgnorePatterns',
    REAL,
  ]);
}

/**
 * Tests against a Git host, an object store, registries of images, PostgreSQL, and an OIDC
 * provider that the API server trusts; and of charts, which Helm renders.
 */
async function real(run: TestRun): Promise<TestCounts> {
  return jest(
    run,
    [
      ...(['oidc', 'postgres', 'gitea', 'buckets', 'registries'] as const),
      ...(['kubernetes', 'simulator'] as const),
    ],
    'real',
    // One backend at a time: sign-in and database are shared.
    [
      '--runInBand',
      ...(run.args.length > 0 ? [] : ['--testPathPatterns', REAL_OR_DATABASE]),
    ],
    {
      SKE_TEST_HELM: await ensureHelm(run.say),
      SKE_TEST_CERTIFICATE: JSON.stringify(
        await makeCertificate('portal.test'),
      ),
    },
  );
}

async function jest(
  run: TestRun,
  wanted: PartName[],
  name: string,
  selection: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<TestCounts> {
  const bed = await startTestbed(new Set(wanted), run);
  const temporary = makeTemporaryFolder();
  run.onEnd(async () => {
    await bed.stop();
    temporary.remove();
  });
  const file = join(reportsFolder, `${name}.json`);
  try {
    const code = await runTool(
      run,
      'backstage-cli',
      [
        ...['repo', 'test', '--watchAll=false', '--json'],
        `--outputFile=${file}`,
        // Else it is among the temporary files of the run, and empty each time.
        `--cacheDirectory=${join(root, '.cache', 'jest')}`,
        ...run.args,
        ...selection,
      ],
      { ...bed.env, ...env, ...temporary.env, CI: 'true' },
    );
    return readJestReport(file, code);
  } finally {
    await bed.stop();
    temporary.remove();
  }
}

/** Playwright starts and ends `npm start`'s processes itself. */
async function e2e(run: TestRun): Promise<TestCounts> {
  return playwright(run, 'e2e', {});
}

/** The same tests on a production build with PostgreSQL, and those of the legacy app. */
async function production(run: TestRun): Promise<TestCounts> {
  for (const build of [['build:all'], ['workspace', 'app-legacy', 'bundle']]) {
    const code = await runTool(run, 'yarn', build);
    if (code !== 0) return countExitCode(code);
  }
  return playwright(run, 'production', { SKE_E2E_PRODUCTION: 'true' });
}

/** The picture of the READMEs, of the platform that comes with `npm start`. */
async function screenshot(run: TestRun): Promise<TestCounts> {
  return playwright(run, 'screenshot', { SKE_E2E_SCREENSHOT: 'true' });
}

async function playwright(
  run: TestRun,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<TestCounts> {
  const file = join(reportsFolder, `${name}.json`);
  const code = await runTool(
    run,
    'playwright',
    ['test', ...run.args],
    {
      ...env,
      SKE_CHROMIUM: await ensureChromium(run.say),
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    },
    PLAYWRIGHT,
  );
  return readPlaywrightReport(file, code);
}

/** Runs a command of the repository's own with its output shown. */
function runTool(
  run: TestRun,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  ending?: Ending,
): Promise<number> {
  return run.processes.run({
    name: command,
    command:
      command === 'yarn'
        ? join(root, '.cache', 'bin', 'yarn')
        : join(root, 'node_modules', '.bin', command),
    args,
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    ending,
  });
}
