import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { asText, at } from '@syntasso/plugin-ske-common';
import pLimit from 'p-limit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequestsError } from './TooManyRequestsError';
import { userRefOf } from './userRefOf';

const MINUTE_S = 60;
/**
 * Each further 20,000 characters of a text count once more. Hardly any manifest that
 * is written by hand is longer.
 */
const CHARACTERS_PER_POINT = 20_000;
/** Retry-After for limits of ske.atOnce: it is not known when a person closes something. */
const AT_ONCE_RETRY_S = 10;

/** How often each person may ask in a minute (`ske.rateLimit`), by default. */
const PER_MINUTE = {
  reads: 1200,
  writes: 60,
  dryRuns: 240,
  previews: 10,
  manifests: 480,
  access: 240,
  options: 240,
  logs: 240,
  reconnects: 20,
};

/** What each person may have at once (`ske.atOnce`), by default. */
const AT_ONCE = {
  streams: 50,
  subjects: 500,
  lists: 30,
  logs: 20,
  previews: 2,
};

/** Something that is limited by how often a person does it in a minute. */
export type Rate = keyof typeof PER_MINUTE;

/** Something that is limited by how many of it a person has open at once. */
export type AtOnce = keyof typeof AT_ONCE;

/**
 * What each person (or service) may use of this replica, through routes, actions
 * and tools together. The defaults are far above what a person does by hand.
 */
export class Budgets {
  readonly #rates: Record<Rate, RateLimiterMemory>;
  readonly #limits: Record<AtOnce, number>;
  readonly #inUse = new Map<string, number>();
  readonly #turns = new Map<string, ReturnType<typeof pLimit>>();

  /**
   * @param rates - `ske.rateLimit`
   * @param most - `ske.atOnce`
   */
  constructor(
    rates: Partial<Record<Rate, number>> = {},
    most: Partial<Record<AtOnce, number>> = {},
  ) {
    const limiters = Object.entries({ ...PER_MINUTE, ...rates }).map(
      ([rate, points]) => [
        rate,
        new RateLimiterMemory({
          keyPrefix: rate,
          points,
          duration: MINUTE_S,
        }),
      ],
    );
    this.#rates = Object.fromEntries(limiters) as Record<
      Rate,
      RateLimiterMemory
    >;
    this.#limits = { ...AT_ONCE, ...most };
  }

  /**
   * Counts one use of what is limited by the minute.
   *
   * @param size - characters that have to be read for it: long ones count more
   * than once
   * @throws TooManyRequestsError
   */
  async spend(
    credentials: BackstageCredentials,
    rate: Rate,
    size = 0,
  ): Promise<void> {
    const points = 1 + Math.floor(size / CHARACTERS_PER_POINT);
    try {
      await this.#rates[rate].consume(personOf(credentials), points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new TooManyRequestsError(
        `You have asked for ${
          this.#rates[rate].points
        } ${rate} in a minute, which is the most (ske.rateLimit.${rate})${
          points > 1 ? `; one so long counts ${points} times` : ''
        }.`,
        Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)),
      );
    }
  }

  /**
   * Runs one person's work one piece after the other, so that it does not delay the
   * work of other people.
   */
  async runInTurn<T>(
    credentials: BackstageCredentials,
    work: () => Promise<T>,
  ): Promise<T> {
    const person = personOf(credentials);
    const turns = this.#turns.get(person) ?? pLimit(1);
    this.#turns.set(person, turns);
    try {
      return await turns(work);
    } finally {
      if (turns.activeCount + turns.pendingCount === 0) {
        this.#turns.delete(person);
      }
    }
  }

  /**
   * Counts what a person has open, until it is released.
   *
   * @returns releases it; calling it again has no effect
   * @throws TooManyRequestsError
   */
  acquire(
    credentials: BackstageCredentials,
    what: AtOnce,
    count = 1,
  ): () => void {
    const key = `${what} ${personOf(credentials)}`;
    const countInUse = this.#inUse.get(key) ?? 0;
    const limit = this.#limits[what];
    if (countInUse + count > limit) {
      throw new TooManyRequestsError(
        `You have ${countInUse} ${what} at once, and ${limit} is the most (ske.atOnce.${what}). Close what you do not need.`,
        AT_ONCE_RETRY_S,
      );
    }
    this.#inUse.set(key, countInUse + count);
    let isInUse = true;
    return () => {
      if (!isInUse) return;
      isInUse = false;
      const remaining = (this.#inUse.get(key) ?? 0) - count;
      if (remaining > 0) this.#inUse.set(key, remaining);
      else this.#inUse.delete(key);
    };
  }
}

/** The person or service that a budget belongs to. */
export const personOf = (credentials: BackstageCredentials): string =>
  userRefOf(credentials) ??
  asText(at(credentials.principal, 'subject')) ??
  'nobody';
