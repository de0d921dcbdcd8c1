import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartOptions } from '../options';
import type { Processes } from '../processes';
import { root } from '../root';
import { cacheFolder, kubeconfigOf } from './config';

const LAST_LINES = 15;

/** The processes of `npm start`: knows how each is started, and where it logs. */
export class BackstageProcesses {
  readonly #processes: Processes;
  readonly #options: StartOptions;
  readonly #configs: string[];
  readonly #onFailure: () => void;
  readonly #env: NodeJS.ProcessEnv;

  constructor(setup: {
    processes: Processes;
    options: StartOptions;
    configs: string[];
    /** Called when one of them ends although nobody asked for it. */
    onFailure: () => void;
  }) {
    this.#processes = setup.processes;
    this.#options = setup.options;
    this.#configs = setup.configs;
    this.#onFailure = setup.onFailure;
    this.#env = {
      ...process.env,
      NODE_OPTIONS: undefined,
      FORCE_COLOR: '0',
      // The development server would open a browser.
      BROWSER: 'none',
      // Compiled code is kept: the second start is quicker.
      NODE_COMPILE_CACHE: join(cacheFolder, 'node'),
    };
  }

  /** Starts a Backstage package that restarts or reloads when its sources change. */
  startPackage(name: 'app' | 'backend') {
    const folder = name === 'app' ? this.#options.app : name;
    this.#processes.start({
      ...this.#commonOptions(name),
      command: join(root, 'node_modules', '.bin', 'backstage-cli'),
      args: [
        ...['package', 'start'],
        ...this.#configs.flatMap(file => ['--config', file]),
      ],
      cwd: join(root, 'packages', folder),
    });
  }

  /** Starts the backend of a production build, which serves the app too. */
  startProductionBackend(folder: string, env: NodeJS.ProcessEnv) {
    const common = this.#commonOptions('backend');
    this.#processes.start({
      ...common,
      command: process.execPath,
      args: [
        '--no-node-snapshot',
        join(folder, 'packages', 'backend'),
        ...this.#configs.flatMap(file => ['--config', file]),
      ],
      cwd: folder,
      env: { ...common.env, ...env },
    });
  }

  /** Starts simulated Kratix; on the embedded platform it applies the examples. */
  startSimulator() {
    const { kubeconfig, context } = this.#options;
    this.#processes.start({
      ...this.#commonOptions('simulator'),
      command: process.execPath,
      args: [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        '--no-warnings',
        join(root, 'packages', 'kratix-simulator', 'src', 'main.ts'),
        ...['--kubeconfig', kubeconfigOf(this.#options)],
        '--dry-run',
        ...(context ? ['--context', context] : []),
        ...(kubeconfig ? [] : ['--examples', join(root, 'examples')]),
      ],
      cwd: root,
      // Backstage shall start first; the examples can take longer.
      niceness: 10,
    });
  }

  #commonOptions(name: string) {
    const log = join(cacheFolder, 'start', `${name}.log`);
    return {
      name,
      env: this.#env,
      log,
      onExit: (why: string) => {
        process.stderr.write(
          `[ske] The ${name} ${why}. Its last lines (all of them: ${log}):\n${lastLines(
            log,
          )}\n`,
        );
        this.#onFailure();
      },
    };
  }
}

function lastLines(file: string): string {
  if (!existsSync(file)) return '';
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.slice(-LAST_LINES).join('\n');
}
