import { asText, at, objectsOf } from '../kubernetes/json';

/**
 * How a Job of a workflow stands. `stopped`: Kratix has suspended it to run a newer one.
 *
 * @public
 */
export type JobState = 'running' | 'succeeded' | 'failed' | 'stopped';

const STATES_BY_CONDITION: Record<string, JobState> = {
  Complete: 'succeeded',
  Failed: 'failed',
};

/**
 * How a Job stands, and since when if it has ended.
 *
 * @public
 */
export function jobStateOf(job: unknown): {
  state: JobState;
  endedAt?: string;
} {
  const endCondition = objectsOf(at(job, 'status', 'conditions')).find(
    ({ type, status }) =>
      status === 'True' && Object.hasOwn(STATES_BY_CONDITION, String(type)),
  );
  if (endCondition) {
    return {
      state: STATES_BY_CONDITION[String(endCondition.type)],
      endedAt: asText(endCondition.lastTransitionTime),
    };
  }
  return { state: at(job, 'spec', 'suspend') === true ? 'stopped' : 'running' };
}

/** Compares two objects for a list with the newest one first. @public */
export const newestFirst = (one: unknown, other: unknown): number =>
  createdAt(other).localeCompare(createdAt(one)) ||
  nameOf(other).localeCompare(nameOf(one));

const createdAt = (object: unknown) =>
  asText(at(object, 'metadata', 'creationTimestamp')) ?? '';

const nameOf = (object: unknown) =>
  asText(at(object, 'metadata', 'name')) ?? '';
