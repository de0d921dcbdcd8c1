import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../commands';
import {
  lastLine,
  missingPrograms,
  moduleFolder,
  type BuildContext,
  type FailedWay,
  type GoPrograms,
  type GoTools,
} from './programs';

/** Backstage starts meanwhile, and shall start first. */
const LOW_PRIORITY = process.platform === 'win32' ? [] : ['nice', '-n', '10'];

/**
 * Builds the programs that the folder lacks. Each is moved there when it is complete: a
 * build that was ended goes on with those that are missing.
 *
 * @param go - the command, or its path
 * @returns the folder, or why they cannot be built
 */
export async function buildPrograms(
  go: string,
  env: NodeJS.ProcessEnv,
  { module, programs, tags, cgo, addFiles }: GoPrograms,
  dir: string,
  context: BuildContext,
): Promise<string | FailedWay> {
  const { progress, say, signal, run = runCommand } = context;
  const way = `build with ${go}`;
  const version = await run(go, ['version'], { env, signal });
  if (version.code !== 0) {
    return {
      way,
      why: version.code === 127 ? 'not installed' : lastLine(version.output),
    };
  }
  const tools: GoTools = {
    go,
    cwd: moduleFolder(module),
    env: {
      ...env,
      GOFLAGS: '-mod=readonly -buildvcs=false',
      GOWORK: 'off',
      CGO_ENABLED: cgo ? '1' : '0',
    },
  };
  const runGo = (args: string[], onLine: (line: string) => void) => {
    const [command, ...rest] = [...LOW_PRIORITY, go, ...args];
    const { cwd, env: goEnv } = tools;
    return run(command, rest, { cwd, env: goEnv, signal, onLine });
  };
  const tagged = tags ? ['-tags', tags] : [];
  const wanted = missingPrograms(dir, Object.keys(programs));
  // Another process has built them meanwhile.
  if (wanted.length === 0) return dir;

  progress.report('modules', 'downloading Go modules');
  const listed = await runGo(
    ['list', ...tagged, '-deps', ...wanted.map(name => programs[name])],
    line => {
      if (line.startsWith('go: downloading')) {
        progress.report('modules', line.slice('go: '.length));
      }
    },
  );
  if (listed.code !== 0) return { way, why: lastLine(listed.output) };
  const total = new Set(
    listed.output.split('\n').filter(line => line && !line.startsWith('go: ')),
  ).size;

  let compiled = 0;
  const reportCompiled = () =>
    progress.report(
      'compile',
      `compiled ${compiled} of ${total} packages`,
      compiled / total,
    );
  const countCompiled = () => {
    compiled += 1;
    reportCompiled();
  };
  reportCompiled();
  mkdirSync(dir, { recursive: true });
  const out = mkdtempSync(join(dirname(dir), 'build-'));
  try {
    // Before the programs: where these are, all is there.
    const failed = await addFiles?.(tools, out);
    if (failed) return failed;
    readdirSync(out).forEach(name => moveInto(dir, out, name));
    for (const name of wanted) {
      const built = await runGo(
        [
          ...['build', '-v', '-trimpath', ...tagged, '-ldflags=-s -w'],
          ...['-o', join(out, name), programs[name]],
        ],
        countCompiled,
      );
      if (built.code !== 0) return { way, why: lastLine(built.output) };
      moveInto(dir, out, name);
    }
    say(`Built. It is in ${dir} for the next time.`);
    return dir;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function moveInto(dir: string, from: string, name: string) {
  const source = join(from, name);
  const target = join(dir, name);
  // A file is replaced in one step, also one that runs; a folder is not.
  if (statSync(source).isDirectory()) {
    rmSync(target, { recursive: true, force: true });
  }
  renameSync(source, target);
}
