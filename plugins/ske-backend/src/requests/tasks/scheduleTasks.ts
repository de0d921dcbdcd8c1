import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** How often requests are checked, and how long they are kept (`ske.pendingRequests`). */
export interface RequestTiming {
  refreshSeconds: number;
  sweepSeconds: number;
  historyDays: number;
  /** People to erase from the table: entity references. */
  forget: string[];
}

/**
 * Reads `ske.pendingRequests`.
 *
 * @throws InputError naming the key that is no positive number.
 */
export function timingFromConfig(config: Config): RequestTiming {
  const read = (
    key: Exclude<keyof RequestTiming, 'forget'>,
    otherwise: number,
  ) => {
    const name = `ske.pendingRequests.${key}`;
    const value = config.getOptionalNumber(name) ?? otherwise;
    if (value > 0) return value;
    throw new InputError(`${name} is ${value}. Give a number above 0.`);
  };
  return {
    refreshSeconds: read('refreshSeconds', 60),
    sweepSeconds: read('sweepSeconds', 900),
    historyDays: read('historyDays', 90),
    forget: config.getOptionalStringArray('ske.pendingRequests.forget') ?? [],
  };
}

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
