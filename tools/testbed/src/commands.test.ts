import { existsSync, readFileSync } from 'node:fs';
import { runCommand, type CommandOptions } from './commands';
import { eventually } from './eventually';

const env = { ...process.env, NODE_OPTIONS: undefined };
const node = (script: string, options: CommandOptions = {}) =>
  runCommand(process.execPath, ['-e', script], { env, ...options });

const STAY = 'setInterval(() => {}, 1000)';

it('gives exit code, output and lines', async () => {
  const lines: string[] = [];
  const result = await node(
    "process.stdout.write('one\\ntwo'); process.exitCode = 3",
    { onLine: line => lines.push(line) },
  );
  expect(result).toEqual({ code: 3, output: 'one\ntwo' });
  expect(lines).toEqual(['one', 'two']);
});

it('has exit code 127 for a command that is missing', async () => {
  expect((await runCommand('/there/is/none', [])).code).toBe(127);
});

it('ends a command and what it has started, also what ignores being interrupted', async () => {
  const stop = new AbortController();
  const pids: number[] = [];
  const { code } = await node(
    `const { spawn } = require('child_process');
     const child = spawn(process.execPath, ['-e',
       "process.on('SIGINT', () => {}); console.log('up'); ${STAY}"]);
     child.stdout.once('data', () => console.log(child.pid));
     ${STAY}`,
    {
      signal: stop.signal,
      onLine: line => {
        pids.push(Number(line));
        stop.abort();
      },
    },
  );
  expect(code).toBe(1);
  expect(pids).toHaveLength(1);
  await expect(gone(pids[0])).resolves.toBe(true);
});

it('does not begin what is to be ended already', async () => {
  const lines: string[] = [];
  const result = await node("console.log('ran')", {
    signal: AbortSignal.abort(),
    onLine: line => lines.push(line),
  });
  expect(result.code).toBe(1);
  expect(lines).toEqual([]);
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
