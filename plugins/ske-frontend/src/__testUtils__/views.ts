import {
  healthOf,
  stagesOf,
  type Manifest,
  type PlatformHealth,
  type PlatformOverview,
  type PlatformPart,
  type PlatformParts,
  type OfferingSummary,
  type OfferingView,
  type ResourcesPage,
  type ResourceSummary,
  type ResourceView,
} from '@syntasso/plugin-ske-common';

/** A Resource's view with the given status. */
export function resourceView(
  status: Manifest['status'],
  more: Partial<ResourceView> = {},
): ResourceView {
  const manifest: Manifest = {
    apiVersion: 'marketplace.example.org/v1',
    kind: 'Redis',
    metadata: {
      name: 'cache',
      namespace: 'default',
      uid: 'u',
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { size: 'small' },
    status,
  };
  return {
    source: 'cluster',
    writes: 'cluster',
    manifest,
    operations: ['retry', 'pause', 'release', 'upgrade'],
    paused: false,
    health: healthOf(manifest),
    stages: stagesOf(manifest),
    platform: 'embedded',
    conditions: [],
    pipelines: [],
    runs: [],
    events: [],
    placements: [],
    placementsHidden: false,
    version: { installed: [], follows: true, upgrade: 'none' },
    healthRecords: [],
    canPreview: false,
    ...more,
  };
}

/** A Promise's view that is available, with no requests. */
export function promiseView(more: Partial<OfferingView> = {}): OfferingView {
  return {
    source: 'cluster',
    ref: {
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'Promise',
      name: 'redis',
    },
    platform: 'embedded',
    title: 'Redis',
    health: {
      state: 'ready',
      reason: { code: 'promiseAvailable', values: {} },
    },
    available: true,
    api: {
      group: 'marketplace.example.org',
      version: 'v1',
      kind: 'Redis',
      plural: 'redis',
      hasSpec: true,
    },
    templateRef: 'template:default/redis-promise-template',
    destinationSelectors: [{ environment: 'dev' }],
    requirements: [],
    conditions: [],
    pipelines: [],
    runs: [],
    events: [],
    canPreview: false,
    requiredBy: [],
    ...more,
  };
}

/** A Promise that can be requested. */
export const offeringSummary = (
  more: Partial<OfferingSummary> = {},
): OfferingSummary => ({
  name: 'redis',
  title: 'Redis',
  description: 'Redis as a Service',
  health: {
    state: 'ready',
    reason: { code: 'promiseAvailable', values: {} },
  },
  offers: true,
  available: true,
  create: { allowed: true },
  ...more,
});

/** A Resource of a table: ready, and without a page in the catalog. */
export const resourceSummary = (
  name: string,
  more: Partial<ResourceSummary> = {},
): ResourceSummary => ({
  uid: `uid-${name}`,
  ref: {
    apiVersion: 'marketplace.example.org/v1',
    kind: 'Redis',
    name,
    namespace: 'web',
  },
  promise: { name: 'redis', title: 'Redis' },
  owner: 'team-a',
  health: { state: 'ready', reason: { code: 'reconciled', values: {} } },
  ...more,
});

/** A page with these Resources, of as many as there are. */
export const resourcesPage = (
  rows: ResourceSummary[] = [],
  more: Partial<ResourcesPage> = {},
): ResourcesPage => ({
  total: rows.length,
  byHealth: rows.length > 0 ? { ready: rows.length } : {},
  attention: 0,
  matching: rows.length,
  offset: 0,
  rows,
  ...more,
});

/** A platform where all is well. */
export const platformHealth = (
  more: Partial<PlatformHealth> = {},
): PlatformHealth => ({
  platform: 'embedded',
  server: 'https://127.0.0.1:6443',
  mode: 'kubernetes',
  auth: 'own',
  reachable: { state: 'yes', version: 'v1.36.3' },
  discovery: { state: 'on' },
  credentials: [
    {
      whose: 'backstage',
      source: 'the local kubeconfig',
      user: 'backstage',
      groups: ['system:authenticated'],
      rights: [
        {
          purpose: 'pages',
          group: 'platform.kratix.io',
          resource: 'promises',
          verb: 'list',
          allowed: true,
        },
      ],
    },
  ],
  watches: [],
  people: 0,
  requests: 12,
  ...more,
});

/** What the platform runs on, by its role. */
export const platformParts = (
  role: PlatformParts['role'],
  items: PlatformPart[],
): PlatformParts => ({
  role,
  resource: {
    controller: 'deployments.apps',
    destination: 'destinations.platform.kratix.io',
    stateStore: 'bucketstatestores.platform.kratix.io',
  }[role],
  seen: {
    state: 'seen',
    total: items.length,
    notReady: items.filter(({ health }) => health === 'notReady').length,
    items,
  },
});

/** The overview of a platform where all is well. */
export const platformOverview = (
  more: Partial<PlatformOverview> = {},
): PlatformOverview => {
  const resources = {
    ...{ total: 3, attention: 0 },
    byHealth: { ready: 2, progressing: 1 },
  };
  return {
    platform: 'embedded',
    resources,
    offerings: [
      {
        ...{ name: 'redis', title: 'Redis', version: 'v2' },
        entityRef: 'component:default/redis-promise',
        health: {
          state: 'ready',
          reason: { code: 'promiseAvailable', values: {} },
        },
        ...{ needsAttention: false, offers: true, resources },
        inUse: [{ version: 'v2', resources: 3 }],
        otherVersions: 0,
        installed: ['v2', 'v1'],
      },
    ],
    parts: [
      platformParts('controller', [
        {
          kind: 'Deployment',
          name: 'kratix-platform-controller-manager',
          health: 'ready',
        },
      ]),
      platformParts('destination', [
        {
          kind: 'Destination',
          name: 'worker-1',
          health: 'ready',
          storedIn: { kind: 'BucketStateStore', name: 'main' },
        },
      ]),
      platformParts('stateStore', [
        { kind: 'BucketStateStore', name: 'main', health: 'ready' },
      ]),
    ],
    ...more,
  };
};
