import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { Built } from './build';
import type { KillOrder } from './killPoints';

const START_MS = 90_000;

/** What a backend tells of itself. */
export interface Measured {
  /** The longest time that its event loop was held up. */
  blockedMs: number;
  p99Ms: number;
  heapMb: number;
}

/** A backend in a process of its own. */
export class BackendProcess {
  readonly #process: ChildProcess;
  readonly #gone: Promise<unknown>;
  #log = '';

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#gone = once(child, 'exit');
    child.stdout?.on('data', text => this.#keep(text));
    child.stderr?.on('data', text => this.#keep(text));
  }

  /** Starts one. @throws Error with its last words when it does not start. */
  static async start(
    built: Built,
    name: string,
    config: JsonObject,
  ): Promise<BackendProcess> {
    const file = join(dirname(built.main), `${name}.json`);
    writeFileSync(file, JSON.stringify(config));
    const child = spawn(
      process.execPath,
      ['--require', built.faults, built.main, file],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          NODE_ENV: 'development',
          NODE_COMPILE_CACHE: join(dirname(built.main), 'compiled'),
        },
      },
    );
    const backend = new BackendProcess(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const ready = await Promise.race([
      backend.#told('ready').then(() => true),
      backend.#gone.then(() => false),
    ]);
    clearTimeout(timer);
    if (!ready) throw new Error(`${name} did not start:\n${backend.#log}`);
    return backend;
  }

  /** The end of what it has said. */
  get log(): string {
    return this.#log;
  }

  get alive(): boolean {
    return this.#process.exitCode === null && !this.#process.signalCode;
  }

  /** From now on the points of a request are counted. */
  async arm(order: KillOrder): Promise<void> {
    const armed = this.#told('armed');
    this.#process.send(order);
    await armed;
  }

  async disarm(): Promise<void> {
    const told = this.#told('armed');
    this.#process.send({ disarm: true });
    await told;
  }

  /** How it has fared since it was asked last. */
  async measure(): Promise<Measured> {
    const told = this.#told('measured');
    this.#process.send({ measure: true });
    return ((await told) as { measured: Measured }).measured;
  }

  /** Whether it died within a time. */
  async diedWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(() => resolve(false), ms);
    });
    return Promise.race([this.#gone.then(() => true), late]).finally(() =>
      clearTimeout(timer),
    );
  }

  /** Tells it to end, as Kubernetes does, and waits until it has. */
  async end(): Promise<void> {
    if (this.alive) this.#process.kill('SIGTERM');
    await this.#gone;
  }

  /** Kills it as an out-of-memory killer would. */
  async kill(): Promise<void> {
    if (this.alive) this.#process.kill('SIGKILL');
    await this.#gone;
  }

  #told(key: string): Promise<unknown> {
    return new Promise(resolve => {
      const listen = (message: object) => {
        if (!(key in message)) return;
        this.#process.off('message', listen);
        resolve(message);
      };
      this.#process.on('message', listen);
    });
  }

  #keep(text: unknown) {
    this.#log = `${this.#log}${text}`.slice(-20_000);
  }
}
