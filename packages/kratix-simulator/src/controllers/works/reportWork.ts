import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { condition, setCondition, type Cluster } from '../../runtime/Cluster';

/** Writes the status of a Work from its WorkPlacements. */
export async function reportWork(
  cluster: Cluster,
  work: Manifest,
  groups: number,
  scheduled: number,
  misplaced: string[],
  placements: Manifest[],
) {
  const failing = placements.some(
    p => condition(p, 'WriteSucceeded')?.status === 'False',
  );
  await cluster.updateStatus(resourceTypes.works, work.metadata, status => {
    status.workPlacements = groups;
    status.workPlacementsCreated = scheduled;
    const set = (
      ok: boolean,
      reason: string,
      readyReason: string,
      message: string,
      scheduleMessage: string,
    ) => {
      setCondition(
        status,
        'ScheduleSucceeded',
        ok ? 'True' : 'False',
        reason,
        scheduleMessage,
      );
      setCondition(
        status,
        'Ready',
        ok && message === 'Ready' ? 'True' : 'False',
        readyReason,
        message,
      );
    };
    if (misplaced.length > 0) {
      set(
        false,
        'DestinationSelectorMismatch',
        'Misplaced',
        'Misplaced',
        `Misplaced on ${misplaced.join(', ')}`,
      );
    } else if (scheduled < groups) {
      set(
        false,
        'UnscheduledWorkloads',
        'UnscheduledWorkloads',
        'Pending',
        'No Destination matches all labels',
      );
    } else if (failing) {
      set(
        true,
        'AllWorkplacementsScheduled',
        'WorkplacementsFailing',
        'Failing',
        'All workplacements scheduled successfully',
      );
    } else {
      set(
        true,
        'AllWorkplacementsScheduled',
        'AllWorkplacementsScheduled',
        'Ready',
        'All workplacements scheduled successfully',
      );
    }
  });
}
