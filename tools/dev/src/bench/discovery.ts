import { startPlatform } from '@internal/testbed';
import { runBackendScript } from './backendScript';
import { ms, ratio, type Row } from './row';

const SIZES = [100, 1_000, 10_000];
const CPU_MS = 2;
const BLOCKED_MS = 30;
const SYNC_BLOCKED_MS = 50;
const SYNC_TIMES = 2;
const TOLD_MS = 1_000;

/** What it costs to tell the catalog of changes, by the number of Resources. */
export async function discovery(say: (text: string) => void): Promise<Row[]> {
  const platform = await startPlatform({ say });
  const rows: Row[] = [];
  let fewest: number | undefined;
  try {
    for (const size of SIZES) {
      say(`${size} Resources, half of them of one of 200 Promises …`);
      const found = await runBackendScript('discovery', [
        platform.kubeconfigPath,
        String(size),
      ]);
      const { cpuMsPerChange } = found;
      fewest ??= cpuMsPerChange;
      rows.push(
        {
          what: `${size} Resources: CPU per change`,
          ours: `${cpuMsPerChange.toFixed(2)} ms`,
          against: `${CPU_MS} ms (goal)`,
          ratio: ratio(cpuMsPerChange, CPU_MS),
          how: `100 status changes a second by another process, of Resources of one Promise; the CPU time of the process with all watches and direct discovery, less what it takes idle. ${ratio(
            cpuMsPerChange,
            fewest,
          )} of that among ${SIZES[0]} Resources (goal: at most 1.5).`,
        },
        {
          what: `${size} Resources: event loop p99 meanwhile`,
          ours: ms(found.blockedMs),
          against: `${BLOCKED_MS} ms (goal)`,
          ratio: ratio(found.blockedMs, BLOCKED_MS),
          how: `At most ${ms(found.blockedMaxMs)}.`,
        },
        {
          what: `${size} Resources: first full sync`,
          ours: ms(found.syncedMs),
          against: `${ms(found.listedMs)} (listing and parsing them)`,
          ratio: ratio(found.syncedMs, found.listedMs),
          how: `Until the catalog is told; goal: at most ${SYNC_TIMES}. Event loop p99 ${ms(
            found.syncBlockedMs,
          )} (goal: ${ms(SYNC_BLOCKED_MS)}), at most ${ms(
            found.syncBlockedMaxMs,
          )}.`,
        },
        {
          what: `${size} Resources: change → catalog is told, p50`,
          ours: ms(found.toldMs),
          against: `${ms(TOLD_MS)} (goal)`,
          ratio: ratio(found.toldMs, TOLD_MS),
          how: 'From the PATCH of a title until the entity is handed to the catalog.',
        },
      );
    }
    return rows;
  } finally {
    await platform.stop();
  }
}
