import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@internal/testbed';
import { Processes, type Ending } from './processes';

const node = (script: string) => ({
  command: process.execPath,
  args: ['-e', script],
  cwd: process.cwd(),
  env: { ...process.env, NODE_OPTIONS: undefined },
});

let folder: string;
const processes = new Processes();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-processes-'));
});
afterEach(async () => {
  await processes.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a service and waits for its first line. */
const started = (
  name: string,
  script: string,
  options: { ending?: Ending } = {},
) =>
  new Promise<{ line: string; onExit: jest.Mock }>(resolve => {
    const onExit = jest.fn();
    processes.start({
      ...node(script),
      ...options,
      name,
      log: join(folder, `${name}.log`),
      onLine: line => resolve({ line, onExit }),
      onExit,
    });
  });

const STAY = 'setInterval(() => {}, 1000)';

it('ends children and grandchildren, also those that ignore SIGTERM', async () => {
  const { line, onExit } = await started(
    'parent',
    `const { spawn } = require('child_process');
     process.on('SIGTERM', () => process.exit(0));
     const child = spawn(process.execPath, ['-e',
       "process.on('SIGTERM', () => {}); console.log('up'); ${STAY}"]);
     child.stdout.once('data', () => console.log(child.pid));
     ${STAY}`,
  );
  await processes.endOne('parent');
  await expect(gone(Number(line))).resolves.toBe(true);
  expect(onExit).not.toHaveBeenCalled();
});

it('asks to end the way that makes it tidy up', async () => {
  const script = `const { spawn } = require('child_process');
     const child = spawn(process.execPath, ['-e', "${STAY}"], { detached: true });
     process.on('SIGINT', () => {
       child.kill('SIGKILL');
       process.exit(0);
     });
     console.log(child.pid);
     ${STAY}`;
  const { line } = await started('tidy', script, {
    ending: { signal: 'SIGINT', graceMs: 5_000 },
  });
  await processes.endOne('tidy');
  await expect(gone(Number(line))).resolves.toBe(true);
});

it('tells of a service that ends although nobody asked', async () => {
  const why = await new Promise<string>(resolve => {
    processes.start({
      ...node("console.log('last words'); process.exitCode = 3"),
      name: 'short',
      log: join(folder, 'short.log'),
      onExit: resolve,
    });
  });
  expect(why).toBe('ended with code 3');
  expect(readFileSync(join(folder, 'short.log'), 'utf8')).toBe('last words\n');
});

it('gives the exit code of what ends by itself, its output in a file', async () => {
  const log = join(folder, 'run.log');
  const code = await processes.run(
    { ...node("console.log('said'); process.exitCode = 4"), name: 'run' },
    log,
  );
  expect(code).toBe(4);
  expect(readFileSync(log, 'utf8')).toBe('said\n');
});

/** A killed process stays visible until its new parent has noticed. */
async function gone(pid: number): Promise<boolean> {
  return eventually(`the end of ${pid}`, () => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
    const file = `/proc/${pid}/stat`;
    return existsSync(file) && / Z /.test(readFileSync(file, 'utf8'));
  });
}
