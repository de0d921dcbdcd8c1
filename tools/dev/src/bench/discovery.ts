import { startPlatform } from '@internal/testbed';
import { runBackendScript } from './backendScripts';
import { ms, ratio, type Row } from './row';

const SIZES = [100, 1_000, 10_000];
const CPU_MS = 2;
const BLOCKED_MS = 30;
const SYNC_BLOCKED_MS = 50;
const SYNC_TIMES = 2;
const CATALOG_MS = 1_000;

const OPENED_KB = 100;
const CHANGE_BYTES = 2_048;

/** What a change costs, in milliseconds. */
interface Cost {
  cpuMsPerChange: number;
  blockedMs: number;
  blockedMaxMs: number;
}

/** What the backend's script `discovery` measures, in milliseconds and bytes. */
interface Figures extends Cost {
  listedMs: number;
  syncedMs: number;
  syncBlockedMs: number;
  syncBlockedMaxMs: number;
  toldMs: number;
  pages: (Cost & {
    viewers: number;
    openedBytes: number;
    bytesPerChange: number;
  })[];
}

/** The rows about people who look at the page of a Promise with many Resources. */
function pageRows(size: number, { pages }: Figures): Row[] {
  return pages.flatMap(page => [
    {
      what: `${size} Resources, ${page.viewers} on the Promise's page: CPU per change`,
      ours: `${page.cpuMsPerChange.toFixed(2)} ms`,
      against: `${CPU_MS} ms (goal)`,
      ratio: ratio(page.cpuMsPerChange, CPU_MS),
      how: `As above, with streams open for so many people whose rights differ; every second change is of a row that the page shows. Event loop p99 ${ms(
        page.blockedMs,
      )} (goal: ${ms(BLOCKED_MS)}), at most ${ms(page.blockedMaxMs)}.`,
    },
    {
      what: `${size} Resources, ${page.viewers} on the Promise's page: sent per change and person`,
      ours: `${Math.round(page.bytesPerChange)} B`,
      against: `${CHANGE_BYTES} B (goal)`,
      ratio: ratio(page.bytesPerChange, CHANGE_BYTES),
      how: `On opening ${(page.openedBytes / 1024).toFixed(
        1,
      )} KB (goal: ${OPENED_KB} KB).`,
    },
  ]);
}

/** Measures what a change costs until the catalog has it, by the number of Resources. */
export async function measureDiscovery(
  say: (text: string) => void,
): Promise<Row[]> {
  const platform = await startPlatform({ say });
  const rows: Row[] = [];
  let fewest: number | undefined;
  try {
    for (const size of SIZES) {
      say(`${size} Resources, half of them of one of 500 Promises …`);
      const found = await runBackendScript<Figures>('discovery', [
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
          against: `${ms(CATALOG_MS)} (goal)`,
          ratio: ratio(found.toldMs, CATALOG_MS),
          how: 'From the PATCH of a title until the entity is handed to the catalog.',
        },
        ...pageRows(size, found),
      );
    }
    return rows;
  } finally {
    await platform.stop();
  }
}
