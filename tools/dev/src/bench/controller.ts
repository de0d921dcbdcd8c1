import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPlatform } from '@internal/testbed';
import { bundleProgram } from '../image/bundle';
import { NODE_OPTIONS } from '../image/nodeOptions';
import { cacheFolder } from '../start/config';
import { runScript } from './backendScripts';
import { ms, ratio, type Row } from './row';

const PACKAGE = 'packages/backstage-controller';
const SIZES = [100, 1_000, 10_000];
const SYNC_TIMES = 3;
const MEMORY_MB = 150;
const WRITTEN_MS = 1_000;

/** What the controller's script `controller` measures, in milliseconds and MB. */
interface Figures {
  promises: number;
  listedMs: number;
  syncedMs: number;
  /** Requests that change something, of a start at which nothing has changed. */
  writesAtRest: number;
  nodeMb: number;
  rssMb: number;
  maxRssMb: number;
  changeWrittenMs: number;
  slowestChangeMs: number;
  cpuMsPerChange: number;
  writesPerChange: number;
  /** At the first start: how many Works were missing, and how long writing them took. */
  firstWorks: number;
  firstMs: number;
}

/** Measures the controller, as it is in its image, by the number of Resources. */
export async function measureController(
  say: (text: string) => void,
): Promise<Row[]> {
  const folder = join(cacheFolder, 'bench', 'controller');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'main.cjs');
  const { code } = await bundleProgram(
    `${PACKAGE}/src/__testUtils__/controllerProcess/main.ts`,
  );
  writeFileSync(program, code);
  const platform = await startPlatform({ say });
  const rows: Row[] = [];
  let fewest: number | undefined;
  try {
    for (const size of SIZES) {
      say(`The controller with ${size} Resources of 500 Promises …`);
      const found = await runScript<Figures>(PACKAGE, 'controller', [
        ...[platform.kubeconfigPath, String(size), program, ...NODE_OPTIONS],
      ]);
      fewest ??= found.cpuMsPerChange;
      rows.push(...rowsOf(size, found, fewest));
      if (size === Math.max(...SIZES)) rows.push(...memoryRows(size, found));
    }
    return rows;
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(size: number, found: Figures, fewest: number): Row[] {
  const about = `controller, ${size} Resources`;
  return [
    {
      what: `${about}: first sync`,
      ours: ms(found.syncedMs),
      against: `${ms(found.listedMs)} (listing and parsing them)`,
      ratio: ratio(found.syncedMs, found.listedMs),
      how: `A process that starts, with all written: from its first request until all entities of ${
        found.promises
      } Promises and their Resources are made and compared with their Works; goal: at most ${SYNC_TIMES}. Peer: the same Promises, Resources and Works, listed. Before, ${
        found.firstWorks
      } Works that were missing were written in ${ms(found.firstMs)}.`,
    },
    {
      what: `${about}: writes when nothing has changed`,
      ours: String(found.writesAtRest),
      against: '0 (goal)',
      ratio: ratio(found.writesAtRest, 0),
      how: 'Requests of that process other than GET, until it is at rest.',
    },
    {
      what: `${about}: change → Work is written, p50`,
      ours: ms(found.changeWrittenMs),
      against: `${ms(WRITTEN_MS)} (goal)`,
      ratio: ratio(found.changeWrittenMs, WRITTEN_MS),
      how: `From the PATCH of a Resource's title until a watch tells of its Work. At most ${ms(
        found.slowestChangeMs,
      )}.`,
    },
    {
      what: `${about}: CPU per change`,
      ours: `${found.cpuMsPerChange.toFixed(2)} ms`,
      against: `${fewest.toFixed(2)} ms (among ${SIZES[0]})`,
      ratio: ratio(found.cpuMsPerChange, fewest),
      how: `50 changes of titles in a second; the CPU time of the controller's process, less what it takes idle. ${found.writesPerChange.toFixed(
        2,
      )} writes per change. Goal: at most 1.5, independent of the number of Resources.`,
    },
  ];
}

function memoryRows(size: number, found: Figures): Row[] {
  const { nodeMb, promises } = found;
  return (
    [
      ['', found.rssMb],
      [', at most', found.maxRssMb],
    ] as const
  ).map(([when, mb]) => ({
    what: `controller, ${size} Resources of ${promises} Promises: memory${when}`,
    ours: `${(mb - nodeMb).toFixed(0)} MB`,
    against: `${MEMORY_MB} MB (limit)`,
    ratio: ratio(mb - nodeMb, MEMORY_MB),
    how: `Resident set of the process as it is in the image, with the ${nodeMb.toFixed(
      0,
    )} MB subtracted that Node has without a program: after the first sync, and the most that it ever had until then.`,
  }));
}
