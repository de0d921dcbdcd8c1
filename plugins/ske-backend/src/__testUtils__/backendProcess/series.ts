import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import { eventually, freePort } from '@internal/testbed';
import { ask } from '../backend';
import { choose, pointsIn, type KillPoint, type Sample } from './killPoints';
import type { Built } from './build';
import { BackendProcess } from './BackendProcess';

/** How a request is made in a series, and what is wrong when all is over. */
export interface Series {
  /** Of the series, for files and databases: lower-case letters. */
  id: string;
  templateRef: string;
  /** Configuration of the backend, beside what all have. */
  config: JsonObject;
  values: (name: string) => object;
  /** Makes what has to be there before it is asked for anything. */
  prepare?: (name: string, portal: Portal) => Promise<void>;
  /**
   * Asks in another way than by the Template; false when there was no answer.
   */
  submit?: (name: string, portal: Portal) => Promise<boolean>;
  /** Questions that bring a request to where it is meant to go. */
  decisive: RegExp[];
  /** What the platform, the repository or the Git host has too much or too little. */
  faults: (name: string, portal: Portal) => Promise<string[]>;
  /** Whether nothing more is to come of a request. */
  settled: (name: string, portal: Portal) => Promise<boolean>;
}

/** Where a request was killed, and what became of it. */
export interface Outcome {
  point: KillPoint;
  /** Whether the request came to that point, before it was killed anyway. */
  reached: boolean;
  name: string;
  /** Whether the person was told that it is under way. */
  answered: boolean;
  faults: string[];
}

const SETTLE_MS = 180_000;
/** A point that has not come by then is not waited for. */
const DEATH_MS = 60_000;

/** What a person does with Backstage, and sees there; a guest. */
export class Portal {
  readonly url: string;
  #token: string | undefined;

  constructor(port: number) {
    this.url = `http://localhost:${port}`;
  }

  async ask(path: string, body?: object) {
    const asked = async () => {
      this.#token ??= await this.#signIn();
      return ask(
        `${this.url}/api/${path}`,
        { authorization: `Bearer ${this.#token}` },
        body,
      );
    };
    const answer = await asked();
    if (answer.status !== 401) return answer;
    // A backend that has just started may not know its older keys yet.
    this.#token = undefined;
    return asked();
  }

  /** Submits a Template. Undefined when there was no answer. */
  async submit(templateRef: string, values: object) {
    try {
      const { status, answer, text } = await this.ask('scaffolder/v2/tasks', {
        templateRef,
        values,
      });
      if (status !== 201) throw new Error(text);
      return (answer as { id: string }).id;
    } catch (error) {
      // What is no answer at all is a broken connection.
      if ((error as Error).name === 'TypeError') return undefined;
      throw error;
    }
  }

  /** Deletes by the contract's endpoint. False when there was no answer. */
  async remove(ref: object): Promise<boolean> {
    try {
      const { status, text } = await this.ask('ske/delete-resource', ref);
      // Who asks again may be told that it is gone.
      if (![200, 404].includes(status)) throw new Error(text);
      return true;
    } catch (error) {
      if ((error as Error).name === 'TypeError') return false;
      throw error;
    }
  }

  async entities(filter: string) {
    const { answer } = await this.ask(
      `catalog/entities?filter=${encodeURIComponent(filter)}`,
    );
    return answer as { metadata: { name: string; tags?: string[] } }[];
  }

  async requests(query: string) {
    const { answer } = await this.ask(`ske/v1/requests?${query}`);
    return (
      answer as {
        items: { state: string; outcome?: string; message?: string }[];
      }
    ).items;
  }

  /** How a task stands; with its last words when it has failed. */
  async task(id: string): Promise<string> {
    const { answer } = await this.ask(`scaffolder/v2/tasks/${id}`);
    const { status } = answer as { status: string };
    if (status !== 'failed') return status;
    const events = (await this.ask(`scaffolder/v2/tasks/${id}/events`))
      .answer as { body: { message: string } }[];
    return `${status}: ${events.slice(-4).map(({ body }) => body.message)}`;
  }

  /** A backend that has just started may not let anybody in yet. */
  async #signIn(): Promise<string> {
    let token: string | undefined;
    await eventually('to be signed in', async () => {
      const { answer } = await ask(`${this.url}/api/auth/guest/refresh`, {});
      token = (answer as { backstageIdentity?: { token: string } })
        .backstageIdentity?.token;
      return token !== undefined;
    });
    return token!;
  }
}

/** Configuration that all backends have. */
export function backendConfig(
  id: string,
  port: number,
  folder: string,
): JsonObject {
  const url = `http://localhost:${port}`;
  return {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: 'localhost', port },
      workingDirectory: folder,
      database: {
        client: 'pg',
        connection:
          process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING!,
        // Each run has its own, where the test bed stays.
        prefix: `ske_${id}_${process.pid}_`,
      },
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    catalog: { rules: [{ allow: ['Component', 'Template'] }] },
    scaffolder: {
      taskRecovery: { enabled: true, staleTimeout: { seconds: 5 } },
    },
  };
}

/**
 * Asks for one Resource after the other; each time the backend is killed at
 * another point, and started again. What was left behind is looked at in the
 * end, when the last one has had time to mend it.
 */
export async function runSeries(
  series: Series,
  built: Built,
  sample?: Sample,
): Promise<Outcome[]> {
  const port = await freePort();
  const folder = join(dirname(built.main), series.id);
  mkdirSync(folder, { recursive: true });
  const config: JsonObject = {
    ...backendConfig(series.id, port, folder),
    ...series.config,
    // In the end one person's requests are all taken up at once.
    ske: {
      ...(series.config.ske as JsonObject),
      rateLimit: { reads: 100_000, writes: 100_000 },
    },
  };
  const start = () => BackendProcess.start(built, series.id, config);
  const file = join(folder, 'points');
  const portal = new Portal(port);
  // None is part of another.
  const nameOf = (index: number) =>
    `${series.id}-${String(index).padStart(3, '0')}`;

  let backend = await start();
  try {
    await eventually('the Template', async () => {
      const [kind, name] = series.templateRef.split(/:default\//);
      const found = await portal.entities(`kind=${kind},metadata.name=${name}`);
      return found.length > 0;
    });
    // Not the first of all: its repository is fetched whole, once.
    await pointsOfOne(nameOf(0));
    await backend.kill();
    backend = await start();
    const points = choose(
      await pointsOfOne(nameOf(1)),
      series.decisive,
      sample,
    );
    const outcomes: Outcome[] = [];
    const unanswered: Outcome[] = [];
    const tasks = new Map<Outcome, string>();
    for (const [index, point] of points.entries()) {
      if (!backend.alive) backend = await start();
      const name = nameOf(index + 2);
      await series.prepare?.(name, portal);
      await arm(name, point);
      const answer = await submit(name);
      await deathOf(name);
      await backend.kill();
      const last = reachedPoints().at(-1);
      const outcome: Outcome = {
        name,
        reached:
          last?.label === point.label && last.occurrence === point.occurrence,
        answered: answer !== undefined,
        point,
        faults: [],
      };
      outcomes.push(outcome);
      if (answer?.task) tasks.set(outcome, answer.task);
      if (!answer) unanswered.push(outcome);
    }
    backend = await start();
    // Who was not answered asks again.
    for (const outcome of unanswered) {
      await eventually('an answer', async () => {
        const answer = await submit(outcome.name);
        if (answer?.task) tasks.set(outcome, answer.task);
        return answer !== undefined;
      });
    }
    const deadline = Date.now() + SETTLE_MS;
    for (const [outcome, task] of tasks) {
      let said = await portal.task(task);
      while (Date.now() < deadline && /^(open|processing)$/.test(said)) {
        await sleep(500);
        said = await portal.task(task);
      }
      if (said !== 'completed') outcome.faults.push(`task: ${said}`);
    }
    for (const outcome of outcomes) {
      outcome.faults.push(...(await faultsInTheEnd(outcome.name, deadline)));
    }
    return outcomes;
  } finally {
    await backend.kill();
  }

  /**
   * A task that was started again and the person's second one do the same one after
   * the other: for a moment what one has sent is replaced by the other.
   */
  async function faultsInTheEnd(name: string, end: number): Promise<string[]> {
    for (;;) {
      const isSettled = await series.settled(name, portal);
      const faults = isSettled
        ? await series.faults(name, portal)
        : [`not settled after ${SETTLE_MS / 1000} s`];
      if (faults.length === 0 || Date.now() > end) return faults;
      await sleep(500);
    }
  }

  /** Undefined when there was no answer. */
  async function submit(name: string): Promise<{ task?: string } | undefined> {
    if (series.submit) {
      return (await series.submit(name, portal)) ? {} : undefined;
    }
    const { templateRef, values } = series;
    const task = await portal.submit(templateRef, values(name));
    return task === undefined ? undefined : { task };
  }

  /** Waits until a backend dies at its point, or has done all it was asked for. */
  async function deathOf(name: string) {
    const deadline = Date.now() + DEATH_MS;
    while (!(await backend.diedWithin(2_000)) && Date.now() < deadline) {
      // It may die while it is asked.
      if (await series.settled(name, portal).catch(() => false)) return;
    }
  }

  /** The points of a request that nothing happens to. */
  async function pointsOfOne(name: string): Promise<KillPoint[]> {
    await series.prepare?.(name, portal);
    await arm(name);
    await submit(name);
    await eventually('the first request', () => series.settled(name, portal), {
      patienceMs: 90_000,
      pauseMs: 200,
    });
    await backend.disarm();
    return reachedPoints();
  }

  async function arm(name: string, killAt?: KillPoint) {
    rmSync(file, { force: true });
    await backend.arm({ name, series: series.id, killAt, file });
  }

  /** Of the request that the backend was armed for last. */
  function reachedPoints(): KillPoint[] {
    return existsSync(file) ? pointsIn(readFileSync(file, 'utf8')) : [];
  }
}
