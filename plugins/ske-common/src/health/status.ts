import { z } from 'zod';
import { asNumber, asText, at, isObject, objectsOf } from '../kubernetes/json';

/** A Kubernetes condition, as far as it can be read. @public */
export const conditionSchema = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string(),
  message: z.string(),
  lastTransitionTime: z.string().optional(),
});

/** See {@link conditionSchema}. @public */
export type Condition = z.infer<typeof conditionSchema>;

/**
 * How one pipeline of the current workflow stands: an entry of
 * `status.kratix.workflows.pipelines`.
 *
 * @public
 */
export const pipelineStatusSchema = z.object({
  name: z.string(),
  phase: z
    .string()
    .describe('Pending, Running, Succeeded, Failed or Suspended'),
  message: z.string().optional(),
  since: z.string().optional().describe('its lastTransitionTime'),
  nextRetryAt: z.string().optional(),
  attempts: z.number().optional(),
});

/** See {@link pipelineStatusSchema}. @public */
export type PipelineStatus = z.infer<typeof pipelineStatusSchema>;

/** A status that Kratix has written; malformed parts are left out. */
export interface KratixStatus {
  conditions: Condition[];
  condition(type: string): Condition | undefined;
  pipelines: PipelineStatus[];
  /** Number of pipelines Kratix counts for the workflow. */
  workflows: number;
  observedGeneration: number | undefined;
}

/**
 * Reads the parts of a status that Kratix writes. `unreadable` when the status
 * is there but is not what any Kratix would write.
 */
export function readStatus(
  object: unknown,
): KratixStatus | 'absent' | 'unreadable' {
  const status = at(object, 'status');
  if (status === undefined || status === null) return 'absent';
  if (!isObject(status)) return 'unreadable';
  if (Object.keys(status).length === 0) return 'absent';
  if (status.conditions !== undefined && !Array.isArray(status.conditions)) {
    return 'unreadable';
  }
  const conditions = conditionsOf(object);
  const pipelines = pipelinesOf(object);
  return {
    conditions,
    condition: type => conditions.find(c => c.type === type),
    pipelines,
    workflows: asNumber(status.workflows) ?? pipelines.length,
    observedGeneration: asNumber(status.observedGeneration),
  };
}

/** The conditions of any Kubernetes object. @public */
export function conditionsOf(object: unknown): Condition[] {
  return objectsOf(at(object, 'status', 'conditions')).flatMap(condition => {
    const type = asText(condition.type);
    if (type === undefined) return [];
    return [
      {
        type,
        status: asText(condition.status) ?? 'Unknown',
        reason: asText(condition.reason) ?? '',
        message: asText(condition.message) ?? '',
        lastTransitionTime: asText(condition.lastTransitionTime),
      },
    ];
  });
}

/** The pipelines of a Promise's or Resource's current workflow. @public */
export function pipelinesOf(object: unknown): PipelineStatus[] {
  const path = ['status', 'kratix', 'workflows', 'pipelines'];
  return objectsOf(at(object, ...path)).flatMap(pipeline => {
    const name = asText(pipeline.name);
    if (name === undefined) return [];
    return [
      {
        name,
        phase: asText(pipeline.phase) ?? 'Pending',
        message: asText(pipeline.message),
        since: asText(pipeline.lastTransitionTime),
        nextRetryAt: asText(pipeline.nextRetryAt),
        attempts: asNumber(pipeline.attempts),
      },
    ];
  });
}
