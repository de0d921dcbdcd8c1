import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { setCondition, type Cluster } from '../../runtime/Cluster';

/** Writes the status of a Work from how its WorkPlacements stand. */
export async function reportWork(
  cluster: Cluster,
  work: Manifest,
  state: {
    groups: number;
    /** How many groups have a WorkPlacement. */
    scheduled: number;
    /** Destinations that no longer match. */
    misplaced: string[];
    /** WorkPlacements that could not be written. */
    failing: string[];
  },
) {
  const { groups, scheduled, misplaced, failing } = state;
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
    } else if (failing.length > 0) {
      set(
        false,
        'WorkplacementsFailing',
        'WorkplacementsFailing',
        'Failing',
        `Workplacements failed to write: [${failing.join(' ')}]`,
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
