import { at, objectsOf } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { now } from '../runtime/names';

/** `status.kratix.workflows`, created where it is missing. */
export function workflowsOf(status: JsonObject): JsonObject {
  const kratix = (status.kratix ??= {}) as JsonObject;
  return (kratix.workflows ??= {}) as JsonObject;
}

/** The pipelines that the status lists. */
export const pipelineStatuses = (status: JsonObject): JsonObject[] =>
  objectsOf(at(status, 'kratix', 'workflows', 'pipelines'));

/** Changes one pipeline's entry, and its time when the phase changes. */
export function setPipeline(
  status: JsonObject,
  name: string,
  change: JsonObject,
) {
  workflowsOf(status).pipelines = pipelineStatuses(status).map(pipeline => {
    if (pipeline.name !== name) return pipeline;
    const moved = pipeline.phase !== change.phase;
    return {
      name,
      ...pick(pipeline, ...keptIn(change.phase)),
      ...change,
      lastTransitionTime: moved ? now() : pipeline.lastTransitionTime ?? now(),
    };
  });
}

/** What stays of an entry: how often it suspended, also while it runs again. */
function keptIn(phase: unknown): string[] {
  if (phase === 'Suspended') return ['attempts', 'nextRetryAt'];
  return phase === 'Running' ? ['attempts'] : [];
}

/** An object with only the named keys. */
export function pick(object: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(
    keys.filter(key => key in object).map(key => [key, object[key]]),
  ) as JsonObject;
}
