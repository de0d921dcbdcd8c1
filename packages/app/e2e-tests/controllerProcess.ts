import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

const root = join(__dirname, '..', '..', '..');
const cache = join(root, '.cache');
/** What it may take to end what runs, with some time for the machine. */
const STOP_MS = 30_000;

/** A backstage-controller that runs on the platform of the tests. */
export interface ControllerProcess {
  /** Ends it gracefully. @returns its exit code; null when it had to be killed */
  stop(): Promise<number | null>;
}

/**
 * Starts the program of the backstage-controller, as its image does.
 *
 * @param options.name - of its log
 * @param options.config - of the controller
 */
export function startController(options: {
  name: string;
  config: object;
}): ControllerProcess {
  const { name, config } = options;
  const folder = mkdtempSync(join(cache, 'start', `${name}-`));
  const file = join(folder, 'config.yaml');
  writeFileSync(file, stringify(config));
  const child = spawn(
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      '--no-warnings',
      join(root, 'packages', 'backstage-controller', 'src', 'main.ts'),
      ...['--config', file],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: undefined,
        KUBECONFIG: join(cache, 'platform', 'kubeconfig'),
      },
    },
  );
  const ended = once(child, 'exit');
  let log = '';
  const keep = (text: unknown) => {
    log = `${log}${text}`.slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return {
    async stop() {
      child.kill('SIGTERM');
      const killing = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(killing);
      const results = join(cache, 'test');
      mkdirSync(results, { recursive: true });
      writeFileSync(join(results, `${name}.log`), log);
      rmSync(folder, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}
