import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { condition, setCondition } from '../../runtime/Cluster';

/** What the Works belong to; `dry run`: to a Resource that is one. */
type WorksOf = 'resource' | 'promise' | 'dry run';

/** `WorksSucceeded` and `Reconciled` from the `Ready` messages of Works. */
export function setWorksConditions(
  status: JsonObject,
  works: Manifest[],
  worksOf: WorksOf,
) {
  const of = worksOf === 'promise' ? 'promise' : 'resource';
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
    const [reason, message] =
      worksOf === 'dry run'
        ? ['DryRunSucceeded', 'Dry run completed']
        : ['Reconciled', 'Reconciled'];
    setCondition(status, 'Reconciled', 'True', reason, message);
  }
}
