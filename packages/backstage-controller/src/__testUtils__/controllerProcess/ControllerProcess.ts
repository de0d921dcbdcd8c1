import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { Built } from './build';
import { KILL_AT, type KillPoint, type Measured } from './measured';

/** What a process is given. */
export interface ProcessOptions {
  /** Path of a file. */
  kubeconfig: string;
  /** Of the test whose Promises it is for; default: all. */
  run?: string;
  config: JsonObject;
  /** Options of Node; default: none. */
  nodeOptions?: string[];
}

/** How a process has ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A controller in a process of its own. */
export class ControllerProcess {
  /** Resolves when it has ended. */
  readonly ended: Promise<Ending>;
  /** Whether it leads by now; false when it ends before. */
  readonly leads: Promise<boolean>;
  /** Of its server; undefined when it ends before it listens. */
  readonly port: Promise<number | undefined>;
  readonly #process: ChildProcess;
  #log = '';

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.ended = once(child, 'exit').then(([code, signal]) => ({
      code,
      signal,
    }));
    child.stdout?.on('data', text => this.#keep(text));
    child.stderr?.on('data', text => this.#keep(text));
    this.leads = this.#told('leads').then(leads => leads === true);
    this.port = this.#told('port') as Promise<number | undefined>;
  }

  /**
   * Starts one.
   *
   * @param name - of its files: one that is started again finds what the last one left
   * @param killAt - where it is killed
   */
  static start(
    { folder, preload, main }: Built,
    name: string,
    options: ProcessOptions,
    killAt?: KillPoint,
  ): ControllerProcess {
    const temporary = join(folder, name);
    mkdirSync(temporary, { recursive: true });
    const file = join(folder, `${name}.json`);
    const { nodeOptions = [], ...given } = options;
    writeFileSync(file, JSON.stringify(given));
    return new ControllerProcess(
      spawnNode([...nodeOptions, '--require', preload, main, file], {
        TMPDIR: temporary,
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        ...(killAt ? { [KILL_AT]: JSON.stringify(killAt) } : {}),
      }),
    );
  }

  /** Starts Node without a program, to compare with. */
  static startNode({ preload }: Built): ControllerProcess {
    return new ControllerProcess(
      spawnNode(['--require', preload, '--eval', ''], {}),
    );
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && !this.#process.signalCode;
  }

  /** The end of what it has said. */
  get log(): string {
    return this.#log;
  }

  /** @throws Error with its last words when it has ended. */
  async measure(): Promise<Measured> {
    const told = this.#told('measured');
    if (this.isAlive) this.#process.send({ measure: true }, () => {});
    const measured = (await told) as Measured | undefined;
    if (measured) return measured;
    throw new Error(`The controller has ended:\n${this.#log}`);
  }

  /** How many outputs it has written, left unchanged and removed, by its metrics. */
  async countOutputs(): Promise<Record<OutputAction, number>> {
    const response = await fetch(`http://127.0.0.1:${await this.port}/metrics`);
    const text = await response.text();
    const count = (action: OutputAction) =>
      Number(
        new RegExp(
          `^backstage_controller_outputs_total\\{action="${action}"\\} (\\d+)$`,
          'm',
        ).exec(text)?.[1] ?? 0,
      );
    return {
      written: count('written'),
      unchanged: count('unchanged'),
      removed: count('removed'),
    };
  }

  /** Lets it stand still, as a machine that is suspended does. */
  pause() {
    this.#process.kill('SIGSTOP');
  }

  /** Lets it go on after {@link ControllerProcess.pause}. */
  resume() {
    this.#process.kill('SIGCONT');
  }

  /** Tells it to end, as Kubernetes does, and waits until it has. */
  async stop(): Promise<Ending> {
    if (this.isAlive) this.#process.kill('SIGTERM');
    return this.ended;
  }

  /** Kills it as an out-of-memory killer would; also one that stands still. */
  async kill(): Promise<Ending> {
    if (this.isAlive) this.#process.kill('SIGKILL');
    return this.ended;
  }

  /** What it says under a key; undefined when it ends before. */
  #told(key: string): Promise<unknown> {
    return new Promise(resolve => {
      const end = (value: unknown) => {
        this.#process.off('message', listen);
        resolve(value);
      };
      const listen = (message: object) => {
        if (key in message) end((message as Record<string, unknown>)[key]);
      };
      this.#process.on('message', listen);
      void this.ended.then(() => end(undefined));
    });
  }

  #keep(text: unknown) {
    this.#log = `${this.#log}${text}`.slice(-20_000);
  }
}

type OutputAction = 'written' | 'unchanged' | 'removed';

const spawnNode = (args: string[], env: Record<string, string>) =>
  spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
