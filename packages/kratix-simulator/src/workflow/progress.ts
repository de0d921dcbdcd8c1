import { pipelinesOf } from '@syntasso/plugin-ske-common';
import { condition, setCondition, type Cluster } from '../runtime/Cluster';
import { setPipeline } from './status';
import { keyOfSubject, type Subject } from './subject';

/** How a workflow stands after a reconcile. */
export type Progress =
  | { kind: 'running'; againInMs?: number }
  | { kind: 'suspended'; againInMs?: number }
  | { kind: 'failed' }
  | { kind: 'succeeded'; fresh: boolean };

/** A Job that takes longer than a moment turns the conditions. */
export async function markRunning(
  cluster: Cluster,
  subject: Subject,
  name: string,
) {
  await cluster.updateStatus(subject.type, keyOfSubject(subject), status => {
    const current = pipelinesOf({ status }).find(p => p.name === name);
    if (current?.phase !== 'Pending') return;
    setPipeline(status, name, { phase: 'Running' });
    setCondition(
      status,
      'ConfigureWorkflowCompleted',
      'False',
      'PipelinesInProgress',
      'Pipelines are still in progress',
    );
    setCondition(status, 'Reconciled', 'Unknown', 'WorkflowPending', 'Pending');
    if (subject.workflowType === 'resource') status.message ??= 'Pending';
  });
}

/** A pipeline failed, and with it its workflow. */
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
