import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@backstage/types';
import {
  at,
  isObject,
  MASK,
  maskSecretTexts,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { ResourceType } from '@syntasso/plugin-ske-node';
import { objectKeyOf } from '../platform/names';
import type { PlatformApi } from '../platform/PlatformApi';

/** A condition as it should be. */
export interface WantedCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

/** Kubernetes takes 32768 characters; nobody reads as many. */
const LONGEST_MESSAGE = 2_000;
const ATTEMPTS = 5;

/**
 * Sets conditions of the controller beside those of others. The conditions of a Promise are
 * one list to the API server (the CRD does not name a key), so that server-side apply
 * would take all of them: they are read, changed and written with their resourceVersion.
 */
export class ConditionWriter {
  readonly #platform: PlatformApi;
  readonly #now: () => Date;

  constructor(platform: PlatformApi, now: () => Date = () => new Date()) {
    this.#platform = platform;
    this.#now = now;
  }

  /**
   * Sets conditions. Nothing is asked or written where they are there already.
   *
   * @param object - as a watch has it
   * @param options.remove - types of conditions to take away
   * @param options.canTake - whether an object can have conditions by now. Default: each can
   * @returns `waiting` for an object that cannot
   */
  async set(
    type: ResourceType,
    object: Manifest,
    wanted: WantedCondition[],
    options: {
      remove?: readonly string[];
      canTake?: (object: Manifest) => boolean;
    } = {},
  ): Promise<'written' | 'unchanged' | 'waiting'> {
    const { remove = [], canTake = () => true } = options;
    let current: Manifest | undefined = object;
    for (let attempt = 1; current; attempt++) {
      const before = objectsOf(at(current, 'status', 'conditions'));
      const after = this.#change(before, wanted, remove, current);
      if (isDeepStrictEqual(before, after)) return 'unchanged';
      if (!canTake(current)) return 'waiting';
      try {
        await this.#write(type, current, after);
        return 'written';
      } catch (error) {
        const isConflict = (error as Error).name === 'ConflictError';
        if (!isConflict || attempt === ATTEMPTS) throw error;
        current = await this.#platform.find(type, objectKeyOf(object));
      }
    }
    return 'unchanged';
  }

  async #write(type: ResourceType, object: Manifest, conditions: JsonObject[]) {
    const { resourceVersion } = object.metadata;
    await this.#platform.patch(
      type,
      objectKeyOf(object),
      { metadata: { resourceVersion }, status: { conditions } },
      'status',
    );
  }

  #change(
    before: JsonObject[],
    wanted: WantedCondition[],
    remove: readonly string[],
    { metadata: { generation } }: Manifest,
  ): JsonObject[] {
    const kept = before.filter(({ type }) => !remove.includes(String(type)));
    return wanted.reduce((conditions, condition) => {
      const index = conditions.findIndex(({ type }) => type === condition.type);
      const old = index < 0 ? undefined : conditions[index];
      const next: JsonObject = {
        ...(isObject(old) ? old : {}),
        ...condition,
        message: shorten(condition.message),
        lastTransitionTime:
          old?.status === condition.status
            ? old.lastTransitionTime
            : this.#now()
                .toISOString()
                .replace(/\.\d+Z$/, 'Z'),
        ...(generation === undefined ? {} : { observedGeneration: generation }),
      };
      return index < 0
        ? [...conditions, next]
        : conditions.map((one, place) => (place === index ? next : one));
    }, kept);
  }
}

/** Without half of a character at its end: the API server would make another text of it. */
const shorten = (message: string) =>
  maskSecretTexts(message, MASK)
    .slice(0, LONGEST_MESSAGE)
    .replace(/[\uD800-\uDBFF]$/, '');
