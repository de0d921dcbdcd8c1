import type { Config } from '@backstage/config';
import type { PlatformHealth, Right } from '@syntasso/plugin-ske-common';
import { discoveryOf } from '../catalog/discoveryOf';
import type { SkeConfig } from '../config/skeConfig';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { checkPlatformHealth } from '../health/platformHealth';
import { askVersion } from '../platform/ClusterReach';
import { modeFromConfig } from '../platform/modeFromConfig';
import {
  platformNameOf,
  type PlatformMode,
} from '../platform/PlatformProvider';
import { findingsAbout, messageOf, type Finding } from './findings';

const { ok, warn, error } = findingsAbout('cluster');

/** How long a cluster that does not answer is waited for. */
const ANSWER_MS = 5_000;
/** Rights that one line names. */
const MOST_RIGHTS = 6;
/** What nothing works without. */
const NEEDED = ['pages', 'requests'];
const ROLES =
  'Give them by the roles of examples/rbac; the page Platform has the YAML of what is missing.';

/** Whether the platform is reached, and with which rights: what the page Platform says. */
export async function checkCluster(
  config: Config,
  skeConfig: SkeConfig,
): Promise<Finding[]> {
  let mode: PlatformMode | undefined;
  try {
    mode = modeFromConfig(config, skeConfig, [kratixOnCluster]);
    return await checkMode(mode, skeConfig);
  } catch (failure) {
    return [error(messageOf(failure))];
  } finally {
    mode?.clusterProvider?.stop();
    if (mode && mode.kind !== 'kubernetes') await mode.repository.close();
  }
}

async function checkMode(
  mode: PlatformMode,
  skeConfig: SkeConfig,
): Promise<Finding[]> {
  const { clusterProvider } = mode;
  const own = clusterProvider?.own;
  if (own) await askVersion(own.client, ANSWER_MS);
  const health = await checkPlatformHealth(
    {
      name: platformNameOf(mode),
      clusterProvider,
      own,
      repository: mode.kind === 'kubernetes' ? undefined : mode.repository,
      auth: clusterProvider?.auth ?? { kind: 'own' },
    },
    {
      caller: undefined,
      mode: mode.kind,
      discovery: discoveryOf(skeConfig).enabled,
    },
  );
  return findingsOfHealth(health);
}

/** What the health of the platform means to who installs Backstage. */
export function findingsOfHealth(health: PlatformHealth): Finding[] {
  return [
    reachOf(health),
    ...repositoryOf(health),
    ...controllerOf(health),
    ...(health.discovery.state === 'impossible'
      ? [
          warn(
            `Direct discovery is impossible: ${health.discovery.reason}.`,
            'Give the cluster a serviceAccountToken, or set ske.discovery.enabled: false.',
          ),
        ]
      : []),
    ...health.credentials.flatMap(({ problem, rights, warnings = [] }) => [
      ...(problem === undefined ? rightsOf(rights) : [error(problem)]),
      ...warnings.map(text => warn(text)),
    ]),
  ];
}

function reachOf({
  platform,
  server,
  auth,
  reachable,
  credentials,
}: PlatformHealth): Finding {
  switch (reachable.state) {
    case 'yes': {
      const user = credentials[0]?.user;
      return ok(
        `${platform} (${server}) answers: ${reachable.version}${
          user ? `, as ${user}` : ''
        }.`,
      );
    }
    case 'none':
      return ok('No cluster is configured; only the repository is read.');
    // It is not reached.
    default:
      return auth === 'person' || credentials.length === 0
        ? warn(
            `${platform} cannot be asked from here: Backstage has no credential of its own for it.`,
            'Open the page Platform when you have signed in.',
          )
        : error(`${platform} is not reached: ${reachable.reason}`);
  }
}

function repositoryOf({ repository }: PlatformHealth): Finding[] {
  if (!repository) return [];
  const { url, branch, readable } = repository;
  return readable.state === 'yes'
    ? [ok(`${url} is read: ${readable.requests} requests on ${branch}.`)]
    : [error(`${url} cannot be read: ${readable.reason}`)];
}

/** Only a part of the Promise pages needs it. */
function controllerOf({ controller }: PlatformHealth): Finding[] {
  if (!controller) return [];
  const { url, readable } = controller;
  return readable.state === 'yes'
    ? [ok(`${url} keeps ${readable.bindings} Promises in the catalog.`)]
    : [warn(readable.reason)];
}

function rightsOf(rights: Right[]): Finding[] {
  const missing = rights.filter(({ allowed }) => !allowed);
  const needed = missing.filter(({ purpose }) => NEEDED.includes(purpose));
  const others = missing.filter(({ purpose }) => !NEEDED.includes(purpose));
  if (missing.length === 0)
    return [ok(`All ${rights.length} rights are there.`)];
  return [
    ...(needed.length > 0 ? [error(`It may not ${list(needed)}.`, ROLES)] : []),
    ...(others.length > 0
      ? [warn(`Parts of pages are missing: it may not ${list(others)}.`, ROLES)]
      : []),
  ];
}

function list(rights: Right[]): string {
  const names = rights.map(
    ({ verb, resource, group }) =>
      `${verb} ${group ? `${resource}.${group}` : resource}`,
  );
  const rest = names.length - MOST_RIGHTS;
  return [
    ...names.slice(0, MOST_RIGHTS),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ].join(', ');
}
