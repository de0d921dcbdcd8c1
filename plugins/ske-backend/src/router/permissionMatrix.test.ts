import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  type ActionsRegistryActionOptions,
} from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { labels, type Manifest } from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import { newTask, runAction } from '../__testUtils__/actions';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise } from '../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../__testUtils__/fakeApiServer';
import {
  createSkePromiseConditionalDecision,
  createSkeResourceConditionalDecision,
  skePromiseConditions,
  skeResourceConditions,
} from '../index';
import { createRouter } from './createRouter';

/**
 * Every route, action and tool, and who may use it: one who may do everything, one
 * whose policy denies, one whose policy has conditions that do not hold, one outside
 * the audience of the Promise, one whose own account on the cluster may do
 * nothing, and nobody.
 */
const PEOPLE = [
  ...(['allowed', 'denied', 'conditional', 'outside'] as const),
  ...(['powerless', 'anonymous'] as const),
];
type Person = (typeof PEOPLE)[number];
type Outcome = 'open' | 'closed';

/** Tokens for the cluster: one with all rights, one with none. */
const TOKENS = { some: 'some', none: 'none' };

const { group, promise, promiseName, ref } = newCachePromise('Drawer');
const apiVersion = `${group}/v1`;
const forTeam: Manifest = {
  ...promise,
  metadata: {
    ...promise.metadata,
    annotations: {
      'kratix.io/backstage-audience': 'team-a',
      'ske.backstage.component/owner': 'team-p',
      'ske.backstage.template/form':
        'spec.place: { options: { from: namespaces } }',
    },
  },
  status: { status: 'Available' },
};
const drawer = (name: string, owner: string): Manifest => ({
  apiVersion,
  kind: 'Drawer',
  metadata: {
    name,
    namespace: 'default',
    uid: `uid-${name}`,
    generation: 1,
    resourceVersion: '1',
    annotations: { 'ske.backstage.component/owner': owner },
  },
  spec: { size: 'small' },
});
/** Of team-a, whose members may do everything to it; and of another team. */
const OURS = 'ours';
const THEIRS = 'theirs';
const list = (kind: string, items: unknown[] = []) => ({
  kind: `${kind}List`,
  metadata: { resourceVersion: '1' },
  items,
});
const KRATIX = '/apis/platform.kratix.io/v1alpha1';

let denyOperate = false;

const policyOf = (
  person: string,
  permission: { name: string; resourceType?: string },
): PolicyDecision => {
  const denied =
    person === 'denied' ||
    (denyOperate && permission.name === 'ske.resource.operate');
  if (denied) return { result: AuthorizeResult.DENY };
  if (person !== 'conditional') return { result: AuthorizeResult.ALLOW };
  switch (permission.resourceType) {
    case 'ske-resource':
      return createSkeResourceConditionalDecision(
        permission as ResourcePermission<'ske-resource'>,
        skeResourceConditions.isOwner({ claims: ['group:default/team-a'] }),
      );
    case 'ske-promise':
      return createSkePromiseConditionalDecision(
        permission as ResourcePermission<'ske-promise'>,
        skePromiseConditions.isOwner({ claims: ['group:default/team-a'] }),
      );
    default:
      return { result: AuthorizeResult.DENY };
  }
};
const nameOf = ({ principal }: BackstageCredentials) =>
  /user:default\/(\w+)/.exec(JSON.stringify(principal))?.[1] ?? 'anonymous';

let server: FakeApiServer;
/** With one credential for all, and with each person's own. */
let shared: TestBackend;
let personal: TestBackend;
const sharedActions = new Map<string, TemplateAction>();
const personalActions = new Map<string, TemplateAction>();
const tools = new Map<string, ActionsRegistryActionOptions<never, never>>();

async function start(
  actions: Map<string, TemplateAction>,
  ske: JsonObject,
  kubernetes: JsonObject = {},
) {
  return startBackend({
    config: {
      ske: {
        ...ske,
        rateLimit: {
          ...{ reads: 10_000, writes: 10_000, logs: 10_000 },
          previews: 1_000,
        },
        delivery: { repositories: ['github.com/o/r'] },
      },
      kubernetes,
      integrations: { github: [{ host: 'github.com', token: 't' }] },
    },
    permissions: {
      authorize: async (requests, { credentials } = {} as never) =>
        requests.map(({ permission }) => {
          const { result } = policyOf(nameOf(credentials), permission);
          return {
            result:
              result === AuthorizeResult.CONDITIONAL
                ? AuthorizeResult.DENY
                : result,
          };
        }),
      authorizeConditional: async (requests, { credentials } = {} as never) =>
        requests.map(({ permission }) =>
          policyOf(nameOf(credentials), permission),
        ),
    },
    features: [
      scaffolderWith(actions),
      createServiceFactory({
        service: coreServices.userInfo,
        deps: {},
        factory: () => ({
          getUserInfo: async credentials => {
            const name = nameOf(credentials as never);
            return {
              userEntityRef: `user:default/${name}`,
              ownershipEntityRefs: [
                `user:default/${name}`,
                ...(name === 'outside' ? [] : ['group:default/team-a']),
              ],
            };
          },
        }),
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: { plugin: coreServices.pluginMetadata },
        factory: ({ plugin }) => ({
          register(options) {
            const isOurs = plugin.getId() === 'ske';
            // Those of the first backend stay.
            if (isOurs && !tools.has(options.name)) {
              tools.set(options.name, options as never);
            }
          },
        }),
      }),
    ],
  });
}

/** A scaffolder that only keeps the actions it is given. */
const scaffolderWith = (actions: Map<string, TemplateAction>) =>
  createBackendPlugin({
    pluginId: 'scaffolder',
    register(env) {
      env.registerExtensionPoint(scaffolderActionsExtensionPoint, {
        addActions: (...all: TemplateAction[]) =>
          all.forEach(action => actions.set(action.id, action)),
      });
      env.registerInit({ deps: {}, init: async () => {} });
    },
  });

beforeAll(async () => {
  const resources = [drawer(OURS, 'team-a'), drawer(THEIRS, 'team-b')];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
  };
  const podOf = (name: string) => ({
    ...pod,
    metadata: {
      ...pod.metadata,
      name: `of-${name}`,
      labels: {
        'kratix.io/promise-name': promiseName,
        'kratix.io/resource-name': name,
      },
    },
  });
  const binding = {
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'ResourceBinding',
    metadata: { name: 'b', namespace: 'default' },
  };
  const pods = '/api/v1/namespaces/default/pods';
  server = await startFakeApiServer([{ promise: forTeam, resources }], {
    denied: TOKENS.none,
    others: {
      '/version': { gitVersion: 'v1' },
      '/api/v1/namespaces': list('Namespace'),
      '/api/v1/namespaces/default': {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'default' },
      },
      [`${KRATIX}/promiserevisions`]: list('PromiseRevision', [
        {
          apiVersion: 'platform.kratix.io/v1alpha1',
          kind: 'PromiseRevision',
          metadata: { name: 'v1' },
          spec: { promiseRef: { name: promiseName }, version: 'v1' },
        },
      ]),
      [`${KRATIX}/destinations`]: list('Destination', [
        {
          apiVersion: 'platform.kratix.io/v1alpha1',
          kind: 'Destination',
          metadata: { name: 'd', labels: { [labels.dryRun]: 'true' } },
        },
      ]),
      [`${KRATIX}/namespaces/default/resourcebindings`]: list(
        'ResourceBinding',
        [binding],
      ),
      [`${KRATIX}/namespaces/default/resourcebindings/b`]: binding,
      [`/apis/${apiVersion}/namespaces/default/caches`]: drawer('new', 'x'),
      ...Object.fromEntries(
        [OURS, THEIRS].flatMap(name => [
          [`${pods}/of-${name}`, podOf(name)],
          [`${pods}/of-${name}/log`, 'a line'],
        ]),
      ),
    },
  });
  shared = await start(sharedActions, {
    kubernetes: { kubeconfig: server.kubeconfig },
  });
  personal = await start(
    personalActions,
    { kubernetes: { platformName: 'fake' } },
    {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: 'fake',
              url: server.url,
              skipTLSVerify: true,
              authProvider: 'oidc',
            },
          ],
        },
      ],
    },
  );
}, 120_000);
afterAll(async () => {
  await Promise.all([shared, personal].map(backend => backend?.stop()));
  server?.stop();
});

const credentialsOf = (person: Person) =>
  person === 'anonymous'
    ? mockCredentials.none()
    : mockCredentials.user(`user:default/${person}`);

/** What a request is about, in a query. */
const query = (name: string) => new URLSearchParams(ref(name)).toString();
const subject = (name: string) =>
  `subject=${encodeURIComponent(
    ['resource', apiVersion, 'Drawer', 'default', name]
      .map(encodeURIComponent)
      .join('/'),
  )}`;
const manifest = (name: string) =>
  JSON.stringify({
    apiVersion,
    kind: 'Drawer',
    metadata: { name, namespace: 'default' },
    spec: { size: 'large' },
  });

/** A route: what it is called with, and how it refuses where that is not by 403. */
interface RouteCase {
  path?: (name: string) => string;
  body?: (name: string) => unknown;
  isOpen?: (answer: unknown, name: string) => boolean;
  /** Who may use it besides those who may do everything. */
  openFor?: Person[];
}
const SIGNED_IN: Person[] = PEOPLE.filter(person => person !== 'anonymous');
const about: RouteCase = { body: name => ref(name) };
const says = (text: string) => (answer: unknown) =>
  JSON.stringify(answer).includes(text);

const ROUTES: Record<string, RouteCase> = {
  'GET /resource': { path: query },
  'POST /delete-resource': about,
  'GET /v1/promises': { isOpen: says(promiseName) },
  'GET /v1/promises/:name': { path: () => '' },
  'GET /v1/promises/:name/resources': {
    path: () => '',
    isOpen: says(`"name":"${THEIRS}"`),
  },
  // Whoever may see none gets an empty list.
  'GET /v1/resources': {
    isOpen: (answer, name) => says(`"name":"${name}"`)(answer),
  },
  // Who may see the platform and none of its Promises gets it without them.
  'GET /v1/platform-overview': { isOpen: says(promiseName) },
  'GET /v1/promises/:name/versions': { path: () => '' },
  'GET /v1/resource': { path: query },
  'GET /v1/stream': {
    path: name => `once=true&${subject(name)}`,
    isOpen: says('"kind":"resource"'),
  },
  // Only says what the app needs to sign in at the cluster.
  'GET /v1/platform': { openFor: SIGNED_IN },
  'GET /v1/access': {
    path: subject,
    isOpen: says('"delete":{"allowed":true}'),
  },
  // Tells of what one may not see what it tells of what is not there.
  'POST /v1/operable': {
    body: name => ({ refs: [ref(name)] }),
    isOpen: says('"retry"'),
  },
  'GET /v1/options': {
    path: () => `promise=${promiseName}&field=spec.place`,
  },
  'GET /v1/namespace': {
    path: () => `promise=${promiseName}&namespace=default`,
    isOpen: says('"existence":"found"'),
  },
  'POST /v1/retry': about,
  'POST /v1/pause': about,
  'POST /v1/resume': about,
  'POST /v1/release': about,
  'POST /v1/upgrade': { body: name => ({ ...ref(name), version: 'v1' }) },
  'POST /v1/dry-run': {
    body: name => ({ manifest: manifest(name), mode: 'update' }),
  },
  // It was allowed to begin; the fake API server has no dry runs.
  'POST /v1/preview': {
    body: name => ({ manifest: manifest(name), mode: 'update' }),
    isOpen: says('"kind":"failed"'),
  },
  // Only has what is being watched looked at again.
  'POST /v1/reconnect': { body: () => ({ now: true }), openFor: SIGNED_IN },
  'GET /v1/log': {
    path: name =>
      `${query(name)}&pod=of-${name}&podNamespace=default&container=c`,
  },
  'GET /v1/requests': { path: query },
  // Only has the caller's own, and none of what they may not see.
  'GET /v1/my-requests': { openFor: SIGNED_IN },
  // Of many people; none of a Resource that the caller may not see.
  'GET /v1/waiting-requests': { openFor: ['outside', 'powerless'] },
  // Of the platform, not of a Promise: has no audience, and says which rights there are.
  'GET /health': { openFor: ['outside', 'powerless'] },
};

/** They need a permission that has no conditions. */
const OF_THE_PLATFORM = [
  'GET /health',
  'GET /v1/platform-overview',
  'GET /v1/waiting-requests',
];

const ACTIONS: Record<string, (name: string) => object> = {
  'ske:configure-resource': name => ({ manifest: manifest(name) }),
  'ske:delete-resource': name => ref(name),
  'ske:record-request': name => ({
    ...{ promiseName, name, namespace: 'default' },
    ...{ action: 'Update', manifest: manifest(name) },
  }),
  'ske:pull-request': name => ({
    repoUrl: 'github.com?owner=o&repo=r',
    manifest: manifest(name),
  }),
};
/** They touch nothing but the workspace of their own task, or a repository. */
const OTHER_ACTIONS = ['ske:write-manifest', 'ske:publish-catalog'];

const TOOLS: Record<string, (name: string) => object> = {
  'configure-resource': name => ({ manifest: manifest(name) }),
  'propose-resource': name => ({
    ...{ manifest: manifest(name), action: 'Update' },
    repoUrl: 'github.com?owner=o&repo=r',
  }),
  'delete-resource': name => ref(name),
};

/** Whether somebody was allowed to; anything but allowed or refused is a mistake here. */
async function callRoute(
  routeName: string,
  person: Person,
  name: string,
): Promise<Outcome> {
  const backend = person === 'powerless' ? personal : shared;
  const [method, route] = routeName.split(' ');
  const { path, body, isOpen } = ROUTES[routeName];
  const given = path?.(name) ?? '';
  const { status, answer, text } = await ask(
    `${backend.api}/ske${route.replace(':name', promiseName)}${
      given && `?${given}`
    }`,
    {
      authorization:
        person === 'anonymous'
          ? mockCredentials.none.header()
          : mockCredentials.user.header(`user:default/${person}`),
      'backstage-kubernetes-authorization': `Bearer ${TOKENS.none}`,
    },
    method === 'POST' ? body?.(name) ?? {} : undefined,
  );
  if (status === 401 || status === 403) return 'closed';
  if (status >= 400) throw new Error(`${routeName}: ${status} ${text}`);
  return isOpen?.(answer, name) === false ? 'closed' : 'open';
}

/** Runs something; NotAllowedError and AuthenticationError are refusals. */
async function trying(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    return 'open';
  } catch (error) {
    const { name, message } = error as Error;
    if (['NotAllowedError', 'AuthenticationError'].includes(name)) {
      return 'closed';
    }
    // It was allowed, and the host that it goes to is not here.
    if (message.includes('github.com')) return 'open';
    throw error;
  }
}

const expected = (person: Person, openFor: Person[] = []): Outcome =>
  person === 'allowed' || openFor.includes(person) ? 'open' : 'closed';

it('has a row for every route', () => {
  const options = {
    skeConfig: {},
    auditor: {},
  };
  const routes = [...new Set(routesOf(createRouter(options as never)))];
  expect(Object.keys(ROUTES).sort()).toEqual(routes.sort());
});

it('has a row for every action and every tool', () => {
  expect([...Object.keys(ACTIONS), ...OTHER_ACTIONS].sort()).toEqual(
    [...sharedActions.keys()].sort(),
  );
  expect(Object.keys(TOOLS).sort()).toEqual([...tools.keys()].sort());
});

describe.each(Object.keys(ROUTES))('%s', route => {
  it.each(PEOPLE)('%s', async person => {
    const outcome = await callRoute(route, person, THEIRS);
    expect(outcome).toBe(expected(person, ROUTES[route].openFor));
  });
});

it('has the overview on a stream only for who has its permission', async () => {
  const streamFor = async (person: Person) => {
    const { text } = await ask(
      `${shared.api}/ske/v1/stream?once=true&subject=platform`,
      { authorization: mockCredentials.user.header(`user:default/${person}`) },
    );
    return text;
  };
  expect(await streamFor('allowed')).toContain('"kind":"platform"');
  const refused = await streamFor('denied');
  expect(refused).toContain('"kind":"refused"');
  expect(refused).toContain('ske.platform.read');
  // Of a Promise for others there is nothing in it.
  const ofOthers = await streamFor('outside');
  expect(ofOthers).toContain('"kind":"platform"');
  expect(ofOthers).not.toContain(promiseName);
});

it('tells nobody that a name is taken who may not see what has it', async () => {
  const statusFor = async (person: Person) => {
    const { status } = await ask(
      `${shared.api}/ske/v1/preview`,
      { authorization: mockCredentials.user.header(`user:default/${person}`) },
      { manifest: manifest(THEIRS), mode: 'create' },
    );
    return status;
  };
  expect(await statusFor('denied')).toBe(403);
  expect(await statusFor('conditional')).toBe(403);
  expect(await statusFor('allowed')).toBe(409);
});

it('allows those for whom a condition holds', async () => {
  const routes = Object.keys(ROUTES).filter(
    route =>
      !route.includes('/v1/promises') && !OF_THE_PLATFORM.includes(route),
  );
  for (const route of routes) {
    if (['GET /v1/options', 'GET /v1/namespace'].includes(route)) continue;
    expect([route, await callRoute(route, 'conditional', OURS)]).toEqual([
      route,
      'open',
    ]);
  }
});

describe.each(Object.keys(ACTIONS))('%s', id => {
  it.each(PEOPLE)('%s', async person => {
    const backendOf = person === 'powerless' ? personalActions : sharedActions;
    const outcome = await trying(() =>
      runAction(backendOf.get(id)!, ACTIONS[id](THEIRS), {
        ...newTask({ SKE_CLUSTER_TOKEN: TOKENS.none }),
        credentials: credentialsOf(person),
      }),
    );
    expect(outcome).toBe(expected(person));
  });
});

describe.each(Object.keys(TOOLS))('%s', name => {
  // Agents bring no token for a cluster, so nobody is powerless there.
  it.each(PEOPLE.filter(person => person !== 'powerless'))(
    '%s',
    async person => {
      const outcome = await trying(() =>
        tools.get(name)!.action({
          input: TOOLS[name](THEIRS) as never,
          credentials: credentialsOf(person),
          logger: {} as never,
          secrets: undefined,
        }),
      );
      expect(outcome).toBe(expected(person));
    },
  );
});

describe('what a request says beside its spec', () => {
  const configure = (person: Person, metadata: object, name = 'new') =>
    tools.get('configure-resource')!.action({
      input: {
        manifest: JSON.stringify({
          apiVersion,
          kind: 'Drawer',
          metadata: { name, namespace: 'default', ...metadata },
          spec: { size: 'small' },
        }),
      } as never,
      credentials: credentialsOf(person),
      logger: {} as never,
      secrets: undefined,
    });
  const owner = (annotation: string) => ({
    annotations: { 'ske.backstage.component/owner': annotation },
  });
  const paused = { labels: { 'kratix.io/paused': 'true' } };

  it.each<[string, object, string]>([
    ['finalizers', { finalizers: ['x/y'] }, 'metadata.finalizers'],
    ['an owner', owner('team-b'), 'Choose one of'],
    ['no owner', owner(''), 'Choose one of'],
    ['a person as owner', owner('user:default/allowed'), 'Choose one of'],
    [
      'a label of Kratix',
      { labels: { 'kratix.io/promise-name': 'x' } },
      'ske.requests.labels',
    ],
  ])('does not take %s', async (_, metadata, message) => {
    server.asked.length = 0;
    await expect(configure('allowed', metadata)).rejects.toThrow(message);
    await expect(configure('allowed', metadata, OURS)).rejects.toThrow(message);
    expect(server.asked.filter(one => !one.startsWith('GET'))).toEqual([]);
  });

  it('takes a group that one is in, and what is there already', async () => {
    await expect(
      configure('allowed', owner('team-a'), THEIRS),
    ).resolves.toBeDefined();
    await expect(
      configure('allowed', owner('team-b'), THEIRS),
    ).resolves.toBeDefined();
  });

  it('holds a workflow back only for who may operate', async () => {
    await expect(configure('allowed', paused, OURS)).resolves.toBeDefined();
    denyOperate = true;
    await expect(configure('allowed', paused, OURS)).rejects.toThrow(
      'ske.resource.operate',
    );
    denyOperate = false;
  });
});

function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route }) =>
    route
      ? route.stack
          .map(({ method }) => `${method.toUpperCase()} ${route.path}`)
          .slice(0, 1)
      : [],
  );
}
