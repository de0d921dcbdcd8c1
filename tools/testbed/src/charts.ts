import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { testHelm } from './testing';

const run = promisify(execFile);

/** Without the flags of a release build Helm takes every cluster for Kubernetes 1.20. */
const KUBERNETES = '1.36.0';

/** A chart, and what it is installed as. */
export interface ChartRelease {
  /** The folder of the chart. */
  chart: string;
  release: string;
  namespace: string;
}

/** The sets of values in a chart's `ci` folder, each with the arguments of Helm for it. */
export function valueSetsOf(chart: string): [string, string[]][] {
  return readdirSync(join(chart, 'ci'))
    .sort()
    .map(name => [name, ['--values', join(chart, 'ci', name)]]);
}

/**
 * The objects that a chart makes.
 *
 * @param args - further arguments of `helm template`, such as values
 * @throws Error with what Helm says.
 */
export async function renderChart(
  { chart, release, namespace }: ChartRelease,
  args: string[] = [],
): Promise<unknown[]> {
  const { stdout } = await run(testHelm(), [
    ...['template', release, chart, '--namespace', namespace],
    ...['--kube-version', KUBERNETES, ...args],
  ]);
  return parseAllDocuments(stdout)
    .map((document): unknown => document.toJS())
    .filter(object => object !== null);
}

/**
 * What Helm says about a chart.
 *
 * @throws Error when it finds something wrong.
 */
export async function lintChart(
  { chart, namespace }: Omit<ChartRelease, 'release'>,
  args: string[] = [],
): Promise<string> {
  const { stdout } = await run(testHelm(), [
    ...['lint', chart, '--strict', '--namespace', namespace, ...args],
  ]);
  return stdout;
}

/**
 * What Helm says when a chart would be installed on a cluster; nothing is.
 *
 * @throws Error when it refuses to.
 */
export async function notesOfChart(
  { chart, release, namespace }: ChartRelease,
  kubeconfig: string,
  args: string[] = [],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ske-chart-'));
  try {
    cpSync(chart, folder, { recursive: true });
    // The API server of the test bed, built from its module, does not know its own version.
    const file = join(folder, 'Chart.yaml');
    const about = readFileSync(file, 'utf8').replace(/^kubeVersion:.*$/m, '');
    writeFileSync(file, about);
    const { stdout } = await run(testHelm(), [
      ...['install', release, folder, '--namespace', namespace],
      ...['--kubeconfig', kubeconfig, '--dry-run=client', ...args],
    ]);
    return stdout.split(/^NOTES:$/m)[1] ?? '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the API server has a kind that charts make. */
export interface KindPlace {
  group: string;
  version: string;
  plural: string;
}

const rbac = (plural: string): KindPlace => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
});

const network = (plural: string): KindPlace => ({
  group: 'networking.k8s.io',
  version: 'v1',
  plural,
});

const KINDS: Partial<Record<string, KindPlace>> = {
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps' },
  Service: { group: '', version: 'v1', plural: 'services' },
  ServiceAccount: { group: '', version: 'v1', plural: 'serviceaccounts' },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments' },
  Ingress: network('ingresses'),
  NetworkPolicy: network('networkpolicies'),
  PodDisruptionBudget: {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
  },
  Role: rbac('roles'),
  RoleBinding: rbac('rolebindings'),
  ClusterRole: rbac('clusterroles'),
  ClusterRoleBinding: rbac('clusterrolebindings'),
  ServiceMonitor: {
    group: 'monitoring.coreos.com',
    version: 'v1',
    plural: 'servicemonitors',
  },
};

/**
 * Where the API server has a kind.
 *
 * @throws Error for one that no chart has made so far.
 */
export function placeOfKind(kind: string): KindPlace {
  const place = KINDS[kind];
  if (!place) throw new Error(`charts.ts does not know the kind ${kind} yet.`);
  return place;
}
