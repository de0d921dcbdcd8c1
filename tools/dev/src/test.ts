import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, startPlatform } from '@internal/testbed';
import { startSimulator } from './simulator';
import { root } from './root';

const results = join(root, '.cache', 'test');

const say = (text: string) => process.stdout.write(`[test] ${text}\n`);

interface Outcome {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
}

const help = `npm test -- [part …]

Without a part, all of them: types, format, lint, unit, e2e.
  unit       unit and integration tests, on one shared API server;
             further arguments go to Jest: npm test -- unit plugins/ske-node
  e2e        end-to-end tests in Chromium against npm start's own processes;
             further arguments go to Playwright
`;

async function main() {
  const [part, ...rest] = process.argv.slice(2);
  if (part === '--help') {
    process.stdout.write(help);
    return;
  }
  rmSync(results, { recursive: true, force: true });
  const parts: Record<string, (args: string[]) => Promise<Outcome>> = {
    types: () => check('types', 'tsc', []),
    format: () => check('format', 'prettier', ['--check', '.']),
    lint: () =>
      check('lint', 'backstage-cli', ['repo', 'lint', '--max-warnings', '0']),
    unit,
    e2e,
  };
  if (part !== undefined && !(part in parts)) {
    throw new Error(
      `There is no part "${part}". Parts: ${Object.keys(parts).join(', ')}.`,
    );
  }
  const chosen = part === undefined ? Object.keys(parts) : [part];
  const outcomes: Outcome[] = [];
  for (const name of chosen) {
    const started = Date.now();
    say(`${name} …`);
    const outcome = await parts[name](part === undefined ? [] : rest);
    const seconds = Math.round((Date.now() - started) / 1000);
    say(
      `${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped (${seconds} s)`,
    );
    outcomes.push(outcome);
  }
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const skipped = sum('skipped');
  process.stdout.write(
    `${sum('passed')} passed, ${sum('failed')} failed${
      skipped > 0 ? `, ${skipped} skipped` : ''
    }\n`,
  );
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

/** Runs a command with its output shown; resolves with its exit code. */
function run(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((done, reject) => {
    const child = spawn(join(root, 'node_modules', '.bin', command), args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', code => done(code ?? 1));
  });
}

async function check(
  name: string,
  command: string,
  args: string[],
): Promise<Outcome> {
  const code = await run(command, args);
  return {
    name,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
  };
}

/** Unit and integration tests share one API server and one simulator. */
async function unit(args: string[]): Promise<Outcome> {
  const platform = await startPlatform({ say });
  const file = join(results, 'unit.json');
  let simulator: Awaited<ReturnType<typeof startSimulator>> | undefined;
  try {
    simulator = await startSimulator(platform.kubeconfigPath, say);
    const code = await run(
      'backstage-cli',
      [
        'repo',
        'test',
        '--watchAll=false',
        '--json',
        `--outputFile=${file}`,
        ...args,
      ],
      { SKE_TEST_KUBECONFIG: platform.kubeconfigPath, CI: 'true' },
    );
    if (!existsSync(file))
      return { name: 'unit', passed: 0, failed: 1, skipped: 0 };
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numFailedTestSuites: number;
    };
    const failed = report.numFailedTests || report.numFailedTestSuites;
    return {
      name: 'unit',
      passed: report.numPassedTests,
      failed: failed || (code === 0 ? 0 : 1),
      skipped: report.numPendingTests,
    };
  } finally {
    await simulator?.end();
    await platform.stop();
  }
}

async function e2e(args: string[]): Promise<Outcome> {
  const chromium = await ensureChromium(say);
  const file = join(results, 'e2e.json');
  const code = await run('playwright', ['test', ...args], {
    SKE_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  if (!existsSync(file))
    return { name: 'e2e', passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: {
      expected: number;
      unexpected: number;
      flaky: number;
      skipped: number;
    };
  };
  // A test that passes only at the second try has failed.
  const failed = stats.unexpected + stats.flaky;
  return {
    name: 'e2e',
    passed: stats.expected,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: stats.skipped,
  };
}

main().catch(error => {
  process.stderr.write(`[test] ${(error as Error).message}\n`);
  process.exit(1);
});
