import { pipelinesOf } from '@syntasso/plugin-ske-common';
import { condition, setCondition, type Cluster } from '../runtime/Cluster';
import { setPipeline } from './status';
import { isSuspended } from './suspension';
import { keyOfSubject, type Subject } from './subject';

/** The state of a workflow after a reconcile. */
export type Progress =
  | { kind: 'running'; againInMs?: number }
  | { kind: 'suspended'; againInMs?: number }
  | { kind: 'failed' }
  | { kind: 'succeeded' };

/**
 * Writes the conditions of a workflow whose Job is still running. The Job may have ended
 * since it was read: what its status-writer has written stays.
 */
export async function markRunning(
  cluster: Cluster,
  subject: Subject,
  name: string,
) {
  const key = keyOfSubject(subject);
  await cluster.updateStatus(subject.type, key, (status, object) => {
    const phase = pipelinesOf({ status }).find(p => p.name === name)?.phase;
    if (phase === undefined || phase === 'Running') return;
    if (phase === 'Suspended' && isSuspended(object)) return;
    setPipeline(status, name, { phase: 'Running' });
    setCondition(
      status,
      'ConfigureWorkflowCompleted',
      'False',
      'PipelinesInProgress',
      'Pipelines are still in progress',
    );
    setCondition(status, 'Reconciled', 'Unknown', 'WorkflowPending', 'Pending');
    status.message = 'Pending';
  });
}

/** Writes the conditions of a workflow in which a pipeline failed. */
export async function markFailed(
  cluster: Cluster,
  subject: Subject,
  name: string,
) {
  const known = condition(subject.object, 'ConfigureWorkflowCompleted');
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status => {
    setPipeline(status, name, { phase: 'Failed' });
    status.workflowsFailed = 1;
    setCondition(
      status,
      'ConfigureWorkflowCompleted',
      'False',
      'ConfigureWorkflowFailed',
      `A Configure Pipeline has failed: ${name}`,
    );
    setCondition(
      status,
      'Reconciled',
      'False',
      'ConfigureWorkflowFailed',
      'Failing',
    );
  });
  if (known?.reason === 'ConfigureWorkflowFailed') return;
  await cluster.event(
    subject.object,
    'ConfigureWorkflowFailed',
    `A ${subject.workflowType}/configure Pipeline has failed: ${name}`,
    'Warning',
  );
}
