import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureKubectl, eventually } from '@internal/testbed';
import { onShutdown } from './onShutdown';
import { isAlive, Processes } from './processes';
import { cacheFolder } from './start/config';
import { faultCommands, serveFaultCommands } from './testbed/control';
import { partNames, startTestbed, type PartName } from './testbed/parts';
import { removeState, readState, writeState } from './testbed/state';

const say = (text: string) => process.stdout.write(`[testbed] ${text}\n`);

const help = `npm run testbed -- COMMAND

  up [part …]   starts parts (default: all) and stays until Ctrl-C or down:
                ${partNames.join(', ')}
  down          ends the test bed that runs, and removes its data
  status        which parts run, and where
  env           what finds them, as lines for a shell: eval "$(npm run -s testbed -- env)"
  fault COMMAND   with the part faults: ${Object.keys(faultCommands).join(', ')}
  kubectl ARG …   runs kubectl on the platform of npm start, or on that of --kubeconfig FILE;
                fetches or builds it the first time

Everything listens on loopback only; data is in temporary folders.
`;

async function up(names: string[]) {
  const wanted = readParts(names);
  if (readState()) {
    throw new Error(
      'A test bed runs already. End it with: npm run testbed -- down',
    );
  }
  const processes = new Processes();
  const stopping = new AbortController();
  const { signal } = stopping;
  const starting = startTestbed(wanted, { processes, say, signal });
  const endings: (() => Promise<void>)[] = [];
  onShutdown(why => {
    say(`Ending (${why}) …`);
    // A build of what it starts ends.
    stopping.abort();
    void (async () => {
      await Promise.all(endings.map(end => end()));
      await starting.then(bed => bed.stop()).catch(() => {});
      await processes.end();
      removeState();
      process.exit(0);
    })();
  });
  const bed = await starting.catch(error => {
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!bed) return;
  const control = await serveFaultCommands(bed.faults);
  endings.push(control.stop);
  writeState({
    pid: process.pid,
    control: control.url,
    where: bed.where,
    env: bed.env,
  });
  say('Ctrl-C ends everything');
}

/** The wanted parts, with those that they need. */
function readParts(names: string[]): Set<PartName> {
  const unknown = names.filter(n => !partNames.some(known => known === n));
  if (unknown.length > 0) {
    throw new Error(
      `There is no part "${unknown[0]}". Parts: ${partNames.join(', ')}.`,
    );
  }
  const wanted = new Set(
    partNames.filter(name => names.length === 0 || names.includes(name)),
  );
  if (wanted.has('simulator') || wanted.has('faults')) wanted.add('kubernetes');
  return wanted;
}

function requireState() {
  const state = readState();
  if (state) return state;
  throw new Error('No test bed runs. Start one with: npm run testbed -- up');
}

async function down() {
  const { pid } = requireState();
  process.kill(pid, 'SIGTERM');
  await eventually('The end of the test bed', () => !isAlive(pid));
  say('Ended');
}

async function fault(command: string | undefined) {
  if (command === undefined || !(command in faultCommands)) {
    throw new Error(
      `fault takes one of ${Object.keys(faultCommands).join(', ')}.`,
    );
  }
  const { control } = requireState();
  const response = await fetch(`${control}/${command}`, { method: 'POST' });
  if (!response.ok) {
    throw new Error('The test bed that runs has no part faults.');
  }
}

/** For who has no kubectl: nothing here needs it. */
async function kubectl(args: string[]) {
  const folder = await ensureKubectl(say);
  const { status, error } = spawnSync(join(folder, 'kubectl'), args, {
    cwd: process.env.INIT_CWD,
    env: {
      ...process.env,
      KUBECONFIG: join(cacheFolder, 'platform', 'kubeconfig'),
    },
    stdio: 'inherit',
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

async function main() {
  const [command, ...args] = process.argv.slice(2);
  switch (command) {
    case 'up':
      await up(args);
      break;
    case 'down':
      await down();
      break;
    case 'status':
      for (const [name, where] of Object.entries(requireState().where)) {
        say(`${name}: ${where}`);
      }
      break;
    case 'env':
      for (const [name, value] of Object.entries(requireState().env)) {
        process.stdout.write(`export ${name}='${value}'\n`);
      }
      break;
    case 'fault':
      await fault(args[0]);
      break;
    case 'kubectl':
      await kubectl(args);
      break;
    case undefined:
    case '--help':
      process.stdout.write(help);
      break;
    default:
      throw new Error(`There is no command "${command}".\n${help}`);
  }
}

main().catch(error => {
  process.stderr.write(`[testbed] ${(error as Error).message}\n`);
  process.exit(1);
});
