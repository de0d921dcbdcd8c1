import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from '../processes';
import { root } from '../root';

const FILE = join(root, '.cache', 'testbed', 'state.json');

/** What `up` writes for the other commands. */
export interface TestbedState {
  pid: number;
  /** URL that takes the commands for faults. */
  control: string;
  where: Record<string, string>;
  env: Record<string, string>;
}

/** The test bed that runs; undefined when none does. */
export function readState(): TestbedState | undefined {
  if (!existsSync(FILE)) return undefined;
  const state = JSON.parse(readFileSync(FILE, 'utf8')) as TestbedState;
  if (isAlive(state.pid)) return state;
  // Its process was killed before it could remove this file.
  removeState();
  return undefined;
}

/** Writes the file, which only this user may read: it has passwords. */
export function writeState(state: TestbedState): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(state, null, 2), { mode: 0o600 });
}

/** Removes the file when the test bed ends. */
export const removeState = () => rmSync(FILE, { force: true });
