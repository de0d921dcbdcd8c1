import { availableParallelism } from 'node:os';

/** The steps of getting programs, in their order. */
export const buildSteps = ['fetch', 'modules', 'compile'] as const;

/**
 * `fetch`: of what is prebuilt, the programs themselves or a Go toolchain. `modules`: of
 * the sources. `compile`: until the last program is linked.
 */
export type BuildStep = (typeof buildSteps)[number];

/** How long each step is expected to take, in milliseconds. */
export type ExpectedTimes = Record<BuildStep, number>;

/** The terminal gets a line at most this often. */
const SAY_EVERY_MS = 10_000;
/** Until so much of a step is done, the estimate is its expected time. */
const MEASURED_FROM_FRACTION = 0.1;
/** Of its expected time, what a step is said to need still when it takes longer. */
const SHARE_WHEN_LATE = 0.1;

/** What is expected where one core would compile for so many minutes. */
export const expectTimes = (
  coreMinutes: number,
  cores = availableParallelism(),
): ExpectedTimes => ({
  fetch: 20_000,
  modules: 60_000,
  compile: (coreMinutes * 60_000) / cores,
});

/**
 * How many milliseconds are left until the last step is done.
 *
 * @param now - `elapsedMs` since the step began; `fraction` of it that is done, if known
 */
export function estimateLeft(
  expected: ExpectedTimes,
  now: { step: BuildStep; elapsedMs: number; fraction?: number },
): number {
  const { step, elapsedMs, fraction = 0 } = now;
  const later = buildSteps
    .slice(buildSteps.indexOf(step) + 1)
    .reduce((sum, other) => sum + expected[other], 0);
  const left =
    fraction >= MEASURED_FROM_FRACTION
      ? (elapsedMs / fraction) * (1 - Math.min(fraction, 1))
      : Math.max(expected[step] - elapsedMs, expected[step] * SHARE_WHEN_LATE);
  return later + left;
}

/** Such as `about 5 minutes left`. */
export function describeLeft(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute left';
  return `about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
}

/** How far getting programs has come: for the terminal, and for whoever asks. */
export class BuildProgress {
  readonly #what: string;
  readonly #expected: ExpectedTimes;
  readonly #say: (text: string) => void;
  readonly #now: () => number;
  #step: BuildStep = 'fetch';
  #fraction: number | undefined;
  #stepBegan: number;
  #saidAt = -Infinity;

  constructor(options: {
    /** What is built, as the beginning of a sentence. */
    what: string;
    expected: ExpectedTimes;
    say: (text: string) => void;
    /** Milliseconds; default: of the system's clock. */
    now?: () => number;
  }) {
    this.#what = options.what;
    this.#expected = options.expected;
    this.#say = options.say;
    this.#now = options.now ?? Date.now;
    this.#stepBegan = this.#now();
  }

  /**
   * Notes how far it is, and says it in the terminal when a step begins and every ten
   * seconds. A step may begin again, when one way has failed and the next one is tried.
   *
   * @param detail - what is done at this moment, for the terminal only
   */
  report(step: BuildStep, detail: string, fraction?: number) {
    const now = this.#now();
    const isNew = step !== this.#step;
    if (isNew) this.#stepBegan = now;
    this.#step = step;
    this.#fraction = fraction;
    if (!isNew && now - this.#saidAt < SAY_EVERY_MS) return;
    this.#saidAt = now;
    this.#say(`${this.text}: ${detail}`);
  }

  /**
   * Step and time that is left, in one sentence. It changes once a minute: whoever logs
   * each new reason once does not log much.
   */
  get text(): string {
    const left = estimateLeft(this.#expected, {
      step: this.#step,
      elapsedMs: this.#now() - this.#stepBegan,
      fraction: this.#fraction,
    });
    return `${this.#what} is being built: step ${
      buildSteps.indexOf(this.#step) + 1
    } of ${buildSteps.length}, ${describeLeft(left)}`;
  }
}
