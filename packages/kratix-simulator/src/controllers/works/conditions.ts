import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { condition, setCondition } from '../../runtime/Cluster';

/** `WorksSucceeded` and `Reconciled` from the `Ready` messages of Works. */
export function setWorksConditions(
  status: JsonObject,
  works: Manifest[],
  of: 'resource' | 'promise',
) {
  const messages = works.map(work => ({
    name: work.metadata.name,
    message: condition(work, 'Ready')?.message ?? 'Pending',
  }));
  const named = (message: string) =>
    messages.filter(m => m.message === message).map(m => m.name);
  const some = (names: string[], what: string) =>
    `Some works associated with this ${of} ${what}: [${names.join(' ')}]`;
  const [failing, misplaced, pending] = ['Failing', 'Misplaced', 'Pending'].map(
    named,
  );
  const worksBefore = conditionsOf({ status }).find(
    c => c.type === 'WorksSucceeded',
  );
  if (failing.length > 0 && worksBefore?.status !== 'Unknown') {
    setCondition(
      status,
      'WorksSucceeded',
      'False',
      'WorksFailing',
      some(failing, 'failed'),
    );
    setCondition(status, 'Reconciled', 'False', 'WorksFailing', 'Failing');
  } else if (misplaced.length > 0) {
    setCondition(
      status,
      'WorksSucceeded',
      'False',
      'WorksMisplaced',
      some(misplaced, 'are misplaced'),
    );
    setCondition(status, 'Reconciled', 'False', 'WorksFailing', 'Failing');
  } else if (pending.length + failing.length > 0) {
    setCondition(
      status,
      'WorksSucceeded',
      'Unknown',
      'WorksPending',
      some(pending, 'are not ready'),
    );
    setCondition(status, 'Reconciled', 'Unknown', 'WorksPending', 'Pending');
  } else {
    setCondition(
      status,
      'WorksSucceeded',
      'True',
      'WorksSucceeded',
      `All works associated with this ${of} are ready`,
    );
    setCondition(status, 'Reconciled', 'True', 'Reconciled', 'Reconciled');
  }
}
