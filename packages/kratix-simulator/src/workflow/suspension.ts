import { pipelinesOf, type Manifest } from '@syntasso/plugin-ske-common';
import {
  condition,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import { SUSPENDED_LABEL } from '../runtime/names';
import { keyOfSubject, type Subject } from './subject';

/** The label that says a pipeline suspended the workflow. */
export const isSuspended = (object: Manifest) =>
  label(object, SUSPENDED_LABEL) === 'true';

/** In how many milliseconds a suspended pipeline asked to be run again. */
export function retryIn(
  object: Manifest,
  pipeline: string,
): number | undefined {
  const retryAt = pipelinesOf(object).find(
    p => p.name === pipeline,
  )?.nextRetryAt;
  return retryAt ? Date.parse(retryAt) - Date.now() : undefined;
}

/** Writes that a pipeline suspended the workflow. */
export async function reportSuspended(
  cluster: Cluster,
  subject: Subject,
  pipeline: string,
) {
  const reconciled = condition(subject.object, 'Reconciled');
  if (reconciled?.reason === 'WorkflowSuspended') return;
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status =>
    setCondition(
      status,
      'Reconciled',
      'Unknown',
      'WorkflowSuspended',
      'Suspended',
    ),
  );
  await cluster.event(
    subject.object,
    'WorkflowSuspended',
    `Pipeline ${pipeline} suspended the workflow`,
    'Warning',
  );
}
