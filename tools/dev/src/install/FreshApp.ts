import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runCommand, type CommandResult } from '@internal/testbed';
import { ensureNpmPackage } from '../npmPackage.cjs';
import type { Processes } from '../processes';
import { duplicatesIn } from './duplicates';

/** How an app is made, and where its packages come from. */
export interface FreshAppOptions {
  /** Does not exist yet. */
  folder: string;
  /** Version of `@backstage/create-app`. */
  createApp: string;
  /** What it is told besides, such as `--legacy`. */
  flags: string[];
  registryUrl: string;
  /** Yarn's cache, shared by the apps of one run. */
  yarnFolder: string;
}

/** A command of Yarn that went well. */
export interface YarnRun {
  seconds: number;
  output: string;
}

const START_LOG = 'start.log';

/** A Backstage app that `create-app` has made, outside of this repository. */
export class FreshApp {
  readonly folder: string;
  readonly #processes: Processes;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(
    processes: Processes,
    { folder, registryUrl, yarnFolder }: FreshAppOptions,
  ) {
    this.folder = folder;
    this.#processes = processes;
    this.#env = {
      ...process.env,
      YARN_NPM_REGISTRY_SERVER: registryUrl,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      // Yarn remembers where packages came from, and the registry has another port next time.
      YARN_GLOBAL_FOLDER: yarnFolder,
      YARN_ENABLE_PROGRESS_BARS: '0',
      // A lock file is made: the app is new.
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_IGNORE_PATH: undefined,
      NODE_OPTIONS: undefined,
      // Only what the app is configured with.
      KUBECONFIG: undefined,
      BROWSER: 'none',
      FORCE_COLOR: '0',
    };
  }

  /**
   * Makes an app, without its packages.
   *
   * @throws Error with what create-app says
   */
  static async create(
    processes: Processes,
    options: FreshAppOptions,
  ): Promise<FreshApp> {
    const createApp = await ensureNpmPackage({
      name: '@backstage/create-app',
      version: options.createApp,
    });
    const program = join(createApp, 'bin', 'backstage-create-app');
    const { code, output } = await runCommand(
      process.execPath,
      [
        ...[program, '--skip-install', '--path', options.folder],
        ...options.flags,
      ],
      { env: { ...process.env, BACKSTAGE_APP_NAME: 'app' } },
    );
    if (code !== 0 || !existsSync(join(options.folder, 'package.json'))) {
      throw new Error(`create-app ${options.createApp} failed:\n${output}`);
    }
    return new FreshApp(processes, options);
  }

  /** The release of Backstage that it was made for. */
  get release(): string {
    return JSON.parse(this.read('backstage.json')).version;
  }

  /** What it should have once and has more than once. */
  get duplicates(): Record<string, string[]> {
    return duplicatesIn(this.read('yarn.lock'));
  }

  /** Reads one of its files. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /**
   * Puts other lines in the place of those that one of its files has.
   *
   * @throws Error when the file does not have them
   */
  replace(file: string, found: string, lines: string): void {
    const text = this.read(file);
    if (!text.includes(found)) {
      throw new Error(`${file} of the app has no "${found}".`);
    }
    writeFileSync(
      join(this.folder, file),
      text.replace(found, () => lines),
    );
  }

  /** Puts lines before others that one of its files has. @throws as `replace` */
  insert(file: string, lines: string, before: string): void {
    this.replace(file, before, `${lines}\n${before}`);
  }

  /** Writes `app-config.local.yaml`. */
  configure(config: object): void {
    writeFileSync(
      join(this.folder, 'app-config.local.yaml'),
      stringify(config),
    );
  }

  /**
   * Runs its own Yarn to the end.
   *
   * @throws Error that names the command, with the end of its log
   */
  async yarn(...args: string[]): Promise<YarnRun> {
    const started = performance.now();
    const log = join(
      this.folder,
      `${args[args.length - 1]}.log`.replace(/\//g, '+'),
    );
    const code = await this.#processes.run(
      {
        name: `yarn ${args.join(' ')}`,
        command: process.execPath,
        args: [this.#yarnProgram(), ...args],
        cwd: this.folder,
        env: this.#env,
      },
      log,
    );
    const output = readFileSync(log, 'utf8');
    if (code !== 0) {
      throw new Error(`yarn ${args.join(' ')} failed:\n${lastLines(output)}`);
    }
    return {
      seconds: Math.round((performance.now() - started) / 1000),
      output,
    };
  }

  /** Runs another program in it to the end, as somebody does in a terminal of theirs. */
  run(command: string, args: string[]): Promise<CommandResult> {
    // What npm tells its scripts is about this repository.
    const env = Object.fromEntries(
      Object.entries(this.#env).filter(([name]) => !/^npm_/i.test(name)),
    );
    return runCommand(command, args, { cwd: this.folder, env });
  }

  /** Starts it as a developer does. @param onExit called when it ends by itself */
  start(onExit: (why: string) => void): void {
    this.#processes.start({
      name: 'fresh app',
      command: process.execPath,
      args: [this.#yarnProgram(), 'start'],
      cwd: this.folder,
      env: this.#env,
      log: join(this.folder, START_LOG),
      onExit,
    });
  }

  /** The end of what it has written since it was started. */
  get lastWords(): string {
    return existsSync(join(this.folder, START_LOG))
      ? lastLines(this.read(START_LOG))
      : '';
  }

  /** Ends it again. */
  async stop(): Promise<void> {
    await this.#processes.endOne('fresh app');
  }

  #yarnProgram(): string {
    const releases = join(this.folder, '.yarn', 'releases');
    return join(releases, readdirSync(releases)[0]);
  }
}

const lastLines = (text: string) =>
  text.trimEnd().split('\n').slice(-30).join('\n');
