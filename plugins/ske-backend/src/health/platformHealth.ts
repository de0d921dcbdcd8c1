import { isError } from '@backstage/errors';
import type {
  CredentialHealth,
  Offering,
  PlatformHealth,
  RepositoryHealth,
} from '@syntasso/plugin-ske-common';
import { isConnectionProblem, whoAmI } from '@syntasso/plugin-ske-node';
import type { NeededRight } from '../live/ClusterEngine';
import type { ClusterWatches } from '../live/ClusterWatches';
import { askVersion } from '../platform/ClusterReach';
import type { KubernetesPlatform } from '../platform/KubernetesPlatform';
import type { RequestsRepository } from '../platform/git/RequestsRepository';
import type { PlatformProvider } from '../platform/PlatformProvider';
import { RecentAnswers } from '../platform/RecentAnswers';
import { controllerHealth } from './controllerHealth';
import { findExcessRights, findUnsafeAccess } from './excess';
import { makeMissingRoles, listNeededRights, reviewRights } from './rights';
import { watchHealthOf } from './watches';

/** What the health of the platform is about. */
export type CheckedPlatform = Pick<
  PlatformProvider,
  'name' | 'clusterProvider' | 'own' | 'repository' | 'auth'
>;

/**
 * How the platform is reached, with which rights, and how the watches stand. An
 * unreachable platform is an answer here, not an error.
 */
export async function checkPlatformHealth(
  platformProvider: CheckedPlatform,
  options: {
    /** With the caller's own token; absent where all share one credential. */
    caller: KubernetesPlatform | undefined;
    mode: string;
    discovery: boolean;
  },
): Promise<PlatformHealth> {
  const { own } = platformProvider;
  const { caller } = options;
  const platforms = [own, caller].filter(platform => platform !== undefined);
  const [first] = platforms;
  const requestsGoTo = platformProvider.repository ? 'repository' : 'cluster';
  return {
    platform: platformProvider.name,
    server: first?.client.server ?? '',
    mode: options.mode,
    auth: platformProvider.auth.kind,
    reachable: platformProvider.clusterProvider
      ? await reach(first)
      : { state: 'none' },
    repository: await repositoryHealth(platformProvider.repository),
    controller: await controllerHealth(
      platformProvider.clusterProvider?.controller,
    ),
    discovery: discoveryOf(options.discovery, platformProvider),
    credentials: [
      ...(own
        ? [
            await credentialHealth(
              own,
              requestsGoTo,
              'backstage',
              platformProvider.clusterProvider?.source ?? '',
            ),
          ]
        : []),
      ...(caller
        ? [
            await credentialHealth(
              caller,
              requestsGoTo,
              'caller',
              'your sign-in',
            ),
          ]
        : []),
    ],
    watches: watchHealthOf(
      platforms.flatMap(platform => platform.live.informers),
    ),
    people: platformProvider.clusterProvider?.people ?? 0,
    requests: platforms.reduce(
      (sum, { client }) => sum + client.requestCount,
      0,
    ),
  };
}

function discoveryOf(
  on: boolean,
  { clusterProvider, own }: CheckedPlatform,
): PlatformHealth['discovery'] {
  if (!clusterProvider) {
    return {
      state: 'off',
      reason:
        'only a repository is read here; the controller fills the catalog',
    };
  }
  if (!on) return { state: 'off', reason: 'ske.discovery.enabled is false' };
  if (own) {
    const { unreadableApis, all } = own.live.entities.reports;
    return { state: 'on', unreadable: unreadableApis, problems: all };
  }
  return {
    state: 'impossible',
    reason:
      'the cluster wants the token of each person (authProvider oidc, google or aks) and has no serviceAccountToken, and nobody is signed in while the catalog is filled',
  };
}

/** Whether the repository answers. Who may push is only known by pushing. */
async function repositoryHealth(
  repository: RequestsRepository | undefined,
): Promise<RepositoryHealth | undefined> {
  if (!repository) return undefined;
  const { files } = repository;
  const { branch, path } = files.target;
  const repositoryInfo = { url: files.target.repository.url, branch, path };
  try {
    const { length } = await files.list();
    return { ...repositoryInfo, readable: { state: 'yes', requests: length } };
  } catch (error) {
    if (!isError(error)) throw error;
    return {
      ...repositoryInfo,
      readable: { state: 'no', reason: error.message },
    };
  }
}

async function reach(
  platform: KubernetesPlatform | undefined,
): Promise<PlatformHealth['reachable']> {
  if (!platform) return { state: 'no', reason: 'there is no credential' };
  try {
    return { state: 'yes', version: await askVersion(platform.client) };
  } catch (error) {
    return { state: 'no', reason: isError(error) ? error.message : '' };
  }
}

const ANONYMOUS =
  'The platform does not know this account (system:anonymous): there is no token, or the cluster admits anonymous requests. Give Backstage a service account of its own.';

/** A round of reviews is some hundred questions; once a minute is enough. */
const REVIEWED_MS = 60_000;
const reviewed = new WeakMap<
  KubernetesPlatform,
  RecentAnswers<CredentialHealth>
>();

async function credentialHealth(
  platform: KubernetesPlatform,
  ...reviewArguments: [
    requestsGoTo: 'cluster' | 'repository',
    whose: CredentialHealth['whose'],
    source: string,
  ]
): Promise<CredentialHealth> {
  const [, whose, source] = reviewArguments;
  const recent = reviewed.get(platform) ?? new RecentAnswers(REVIEWED_MS, 1);
  reviewed.set(platform, recent);
  const failed = (error: unknown): CredentialHealth => {
    if (!isError(error)) throw error;
    return { whose, source, groups: [], rights: [], problem: error.message };
  };
  try {
    return await recent.get('', () =>
      reviewCredential(platform, ...reviewArguments).catch(error => {
        // Not cached: the platform may answer the next time.
        if (isConnectionProblem(error)) throw error;
        return failed(error);
      }),
    );
  } catch (error) {
    return failed(error);
  }
}

/** How long it is waited for the first list of a watch. */
const KNOWN_WITHIN_MS = 5_000;

async function reviewCredential(
  platform: KubernetesPlatform,
  requestsGoTo: 'cluster' | 'repository',
  whose: CredentialHealth['whose'],
  source: string,
): Promise<CredentialHealth> {
  const { client } = platform;
  const { namespaces } = platform.live;
  const offerings = await visibleOfferings(platform);
  const needed = [
    ...listNeededRights(platform.live.engines, offerings, requestsGoTo),
    ...(await listPreviewRights(platform.live)),
  ];
  const [identity, rights, excess] = await Promise.all([
    whoAmI(client),
    reviewRights(client, needed, namespaces),
    // What a person may do is not Backstage's to take away.
    whose === 'backstage'
      ? findExcessRights(client, offerings, namespaces)
      : [],
  ]);
  const anonymous = identity.user === 'system:anonymous';
  return {
    whose,
    source,
    ...identity,
    rights,
    warnings: [
      ...findUnsafeAccess(client),
      ...(anonymous ? [ANONYMOUS] : []),
      ...excess,
    ],
    missingRules: makeMissingRoles(rights, needed, namespaces),
  };
}

/**
 * Rights for previews, which are needed only where the platform can make them. Where the
 * platform does not tell in time, they are not asked about.
 */
async function listPreviewRights(
  watches: ClusterWatches,
): Promise<NeededRight[]> {
  const signal = AbortSignal.timeout(KNOWN_WITHIN_MS);
  const rights = watches.engines.map(async ({ preview }) => {
    if (!preview) return [];
    const isOffered = await preview
      .checkOffered(watches, signal)
      .catch(error => {
        if (signal.aborted) return false;
        throw error;
      });
    return isOffered ? preview.rights : [];
  });
  return (await Promise.all(rights)).flat();
}

/** The offerings, as far as they may be seen: their rights are asked about. */
async function visibleOfferings(
  platform: KubernetesPlatform,
): Promise<Offering[]> {
  const { offerings } = platform.live;
  if (offerings.areCurrent) return offerings.list();
  return platform.listOfferings().catch(error => {
    if (isError(error) && error.name === 'NotAllowedError') return [];
    throw error;
  });
}
