import { join } from 'node:path';
import { ensureChromium, startPlatform } from '@internal/testbed';
import { Processes } from '../processes';
import { root } from '../root';
import { ofExitCode, ofJest, ofPlaywright, type Outcome } from './outcome';
import { simulatorForTests } from './simulator';

/** Where reports and logs of a test run are. */
export const results = join(root, '.cache', 'test');

/** What a part of the tests is given. */
export interface Run {
  /** Further arguments, for the tool that the part runs. */
  args: string[];
  /** Everything the part starts; whoever ends the run ends these. */
  processes: Processes;
  /** Called with what must be ended besides processes. */
  onEnd: (end: () => Promise<void>) => void;
  say: (text: string) => void;
}

/** The parts of `npm test`, in their order. */
export const parts: Record<string, (run: Run) => Promise<Outcome>> = {
  types: async run => ofExitCode(await tool(run, 'tsc', [])),
  format: async run =>
    ofExitCode(await tool(run, 'prettier', ['--check', '.'])),
  lint: async run =>
    ofExitCode(
      await tool(run, 'backstage-cli', ['repo', 'lint', '--max-warnings', '0']),
    ),
  unit,
  e2e,
};

/** Unit and integration tests share one API server and one simulator. */
async function unit(run: Run): Promise<Outcome> {
  const platform = await startPlatform({ say: run.say });
  run.onEnd(() => platform.stop());
  const file = join(results, 'unit.json');
  const simulator = await simulatorForTests(
    run.processes,
    platform.kubeconfigPath,
    run.say,
  );
  try {
    const code = await tool(
      run,
      'backstage-cli',
      [
        ...['repo', 'test', '--watchAll=false', '--json'],
        `--outputFile=${file}`,
        ...run.args,
      ],
      { SKE_TEST_KUBECONFIG: platform.kubeconfigPath, CI: 'true' },
    );
    return ofJest(file, code);
  } finally {
    await simulator.end();
    await platform.stop();
  }
}

/** Playwright starts and ends `npm start`'s processes itself. */
async function e2e(run: Run): Promise<Outcome> {
  const file = join(results, 'e2e.json');
  const code = await tool(run, 'playwright', ['test', ...run.args], {
    SKE_CHROMIUM: await ensureChromium(run.say),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  return ofPlaywright(file, code);
}

/** Runs a command of the repository's own with its output shown. */
function tool(
  run: Run,
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return run.processes.run({
    name: command,
    command: join(root, 'node_modules', '.bin', command),
    args,
    cwd: root,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
  });
}
