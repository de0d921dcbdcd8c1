import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { SkeConfig } from '../../config/skeConfig';

/** How often requests are checked, and how long they are kept (`ske.pendingRequests`). */
export interface RequestTiming {
  refreshSeconds: number;
  sweepSeconds: number;
  historyDays: number;
  /** People to erase from the table: entity references. */
  forget: string[];
}

/** `ske.pendingRequests`, with its defaults. */
export const timingOf = ({ pendingRequests }: SkeConfig): RequestTiming => ({
  refreshSeconds: pendingRequests?.refreshSeconds ?? 60,
  sweepSeconds: pendingRequests?.sweepSeconds ?? 900,
  historyDays: pendingRequests?.historyDays ?? 90,
  forget: pendingRequests?.forget ?? [],
});

/** A task that runs again and again. */
export interface ScheduledTask {
  id: string;
  seconds: number;
  /** `global`: by one replica at a time; `local`: by each, so that one is enough. */
  scope: 'local' | 'global';
  work: () => Promise<void>;
}

/** Schedules tasks; one that fails runs again at its next time. */
export async function scheduleTasks(
  scheduler: SchedulerService,
  logger: LoggerService,
  tasks: ScheduledTask[],
) {
  for (const { id, seconds, scope, work } of tasks) {
    await scheduler.scheduleTask({
      id,
      scope,
      frequency: { seconds },
      // After a kill another replica has it after this long.
      timeout: { seconds: Math.max(30, Math.min(seconds, 120)) },
      initialDelay: { seconds: Math.min(seconds, 3) },
      async fn() {
        await work().catch(error => logger.error(`Task ${id} failed`, error));
      },
    });
  }
}
