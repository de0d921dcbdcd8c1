import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  type ActionsRegistryActionOptions,
} from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  eventually,
  startFaultProxy,
  testKubeconfig,
  type FaultProxy,
  upstreamOf,
} from '@internal/testbed';
import {
  asText,
  at,
  resourceViewSchema,
  subjectKey,
  type Manifest,
  type ResourceView,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import { ask, startBackend } from './__testUtils__/backend';
import { newCachePromise, newClient } from './__testUtils__/cachePromise';
import { writeKubeconfig } from './__testUtils__/kubeconfig';

// Every journey under exactly the rights of examples/rbac: a right that is missing
// stops one, and one that is never used is named.

const EXAMPLES = resolve(__dirname, '../../../examples/rbac');
const client = newClient();
const authorization = mockCredentials.user.header();
const rbac = (plural: string): ResourceType => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
});
const PLURALS: Record<string, string> = {
  Role: 'roles',
  RoleBinding: 'rolebindings',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
};
const endings: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});
jest.setTimeout(120_000);

const dryDestination: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: { name: 'rbac-dry-runs', labels: { 'kratix.io/dry-run': 'true' } },
  spec: {
    path: 'rbac',
    stateStoreRef: { kind: 'BucketStateStore', name: 'none' },
  },
};
beforeAll(() => client.create(resourceTypes.destinations, dryDestination));
afterAll(() =>
  client.delete(resourceTypes.destinations, dryDestination.metadata),
);

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** A new Promise, and an account with the roles of some examples, for its group. */
async function setUp(kind: string, files: string[], namespace: string) {
  const cache = newCachePromise(kind);
  const { metadata } = cache.promise;
  await client.create(resourceTypes.promises, {
    ...cache.promise,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, 'kratix.io/promise-release-name': 'none' },
    },
  });
  endings.push(() =>
    client.delete(resourceTypes.promises, { name: cache.promiseName }),
  );
  if (namespace !== 'default') {
    await client.create(resourceTypes.namespaces, {
      ...{ apiVersion: 'v1', kind: 'Namespace' },
      metadata: { name: namespace },
    });
    endings.push(() =>
      client.delete(resourceTypes.namespaces, { name: namespace }),
    );
  }
  const suffix = cache.group.split('.')[0];
  const account = { namespace, name: `backstage-${suffix}` };
  await client.create(
    { group: '', version: 'v1', plural: 'serviceaccounts' },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
  );
  const objects = files.flatMap(file => read(file, cache.group, account));
  const rules: Rule[] = [];
  for (const object of objects) {
    // Others test with roles of the same name.
    object.metadata.name += `-${suffix}`;
    const role = object.roleRef as { name: string } | undefined;
    if (role) role.name += `-${suffix}`;
    rules.push(...((object.rules as Rule[] | undefined) ?? []));
    const type = rbac(PLURALS[object.kind]);
    await client.create(type, object);
    endings.push(() => client.delete(type, object.metadata));
    if (object.kind === 'ClusterRole' && files.length > 1) {
      await client.create(rbac('clusterrolebindings'), {
        ...{
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
        },
        metadata: { name: object.metadata.name },
        subjects: [{ kind: 'ServiceAccount', ...account }],
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: object.metadata.name,
        },
      } as Manifest);
      endings.push(() =>
        client.delete(rbac('clusterrolebindings'), object.metadata),
      );
    }
  }
  const { proxy, backend, tools } = await startAs(
    account,
    namespace === 'default' ? undefined : [namespace],
  );
  return { cache, rules, proxy, backend, tools };
}

/** The objects of an example, for another group and account. */
function read(
  file: string,
  group: string,
  account: { namespace: string; name: string },
): Manifest[] {
  const text = readFileSync(join(EXAMPLES, file), 'utf8')
    .replaceAll('marketplace.example.org', group)
    .replaceAll('name: backstage\n', `name: ${account.name}\n`)
    .replaceAll('team-a', account.namespace);
  return parseAllDocuments(text).map(one => one.toJS() as Manifest);
}

/** A backend with an account's token, and what it asks the API server. */
async function startAs(
  account: { namespace: string; name: string },
  namespaces?: string[],
) {
  const answer = await client.post(
    `/api/v1/namespaces/${account.namespace}/serviceaccounts/${account.name}/token`,
    'make a token',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} },
  );
  const token = asText(at(answer, 'status', 'token'))!;
  const { url, ca } = upstreamOf(testKubeconfig());
  const proxy = await startFaultProxy({ url, ca });
  endings.push(() => proxy.stop());
  const kubeconfig = writeKubeconfig(proxy.url, { token });
  const tools = new Map<string, ActionsRegistryActionOptions<never, never>>();
  const backend = await startBackend({
    config: {
      ske: {
        kubernetes: { kubeconfig, ...(namespaces ? { namespaces } : {}) },
      },
    },
    features: [
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: { plugin: coreServices.pluginMetadata },
        factory: () => ({
          register: options => void tools.set(options.name, options as never),
        }),
      }),
    ],
  });
  endings.push(() => backend.stop());
  return { proxy, backend, tools };
}

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+)(?=\/[^/]))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+)(?:\/(?<sub>[^/]+))?)?$/;

/** What was asked of the API server, as its rules say it: `list jobs.batch`. */
function usedRights(
  proxy: FaultProxy,
  ownGroup: string,
  onlyIn?: string,
): Set<string> {
  const used = new Set<string>();
  proxy.count(({ method, path }) => {
    const [plain, query = ''] = path.split('?');
    const found = PATH.exec(plain)?.groups;
    if (!found || /reviews$/.test(found.plural)) return false;
    const { group = '', namespace, plural, name, sub } = found;
    // A Promise of the suite before may still be on its way out.
    const isOfOthers = group.endsWith('.example.org') && group !== ownGroup;
    if (isOfOthers) return false;
    if (onlyIn && namespace !== undefined && namespace !== onlyIn) return false;
    const ofMany = query.includes('watch=') ? 'watch' : 'list';
    const verbs: Record<string, string> = {
      GET: name ? 'get' : ofMany,
      ...{ POST: 'create', PATCH: 'patch', DELETE: 'delete' },
    };
    const what = `${sub ? `${plural}/${sub}` : plural}.${group}`;
    used.add(`${verbs[method]} ${what}`);
    // A watch that begins with all there is: elsewhere, or when it breaks, a list.
    if (query.includes('sendInitialEvents')) used.add(`list ${what}`);
    return true;
  });
  return used;
}

const rightsOf = (rules: Rule[]) =>
  new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource =>
          verbs.map(verb => `${verb} ${resource}.${group}`),
        ),
      ),
    ),
  );

/** Everything that people do with a Resource, from the request to its end. */
async function everyJourney(
  { cache, backend, tools }: Awaited<ReturnType<typeof setUp>>,
  namespace: string,
) {
  const ref = cache.ref('one', namespace);
  const query = cache.query('one', namespace);
  const manifest = (size: string) =>
    JSON.stringify({
      ...{ apiVersion: ref.apiVersion, kind: ref.kind },
      metadata: { name: 'one', namespace },
      spec: { size },
    });
  const call = async (path: string, body?: unknown) => {
    const { status, text, answer } = await ask(
      `${backend.api}/ske${path}`,
      { authorization },
      body,
    );
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return answer;
  };
  const configure = (size: string) =>
    tools.get('configure-resource')!.action({
      input: { manifest: manifest(size) } as never,
      credentials: mockCredentials.user(),
      logger: {} as never,
      secrets: undefined,
    });
  const viewWith = async (holds: (view: ResourceView) => boolean) =>
    eventually('the view', async () => {
      // The watch may be a moment behind.
      const answer = await call(`/v1/resource?${query}`).catch(() => undefined);
      const view = resourceViewSchema.safeParse(answer).data;
      return view && holds(view) && view;
    });

  await call(`/v1/promises/${cache.promiseName}`);
  await eventually('its API', () =>
    call('/v1/dry-run', { manifest: manifest('small') }).then(
      () => true,
      () => false,
    ),
  );
  const promise = subjectKey({ kind: 'promise', name: cache.promiseName });
  await call(`/v1/access?subject=${encodeURIComponent(promise)}`);
  await configure('small');
  const view = await viewWith(({ runs, placementsHidden }) => {
    expect(placementsHidden).toBe(false);
    return runs[0]?.state === 'succeeded' && runs[0].pod !== undefined;
  });
  const [run] = view.runs;
  const log = new URLSearchParams({
    ...ref,
    ...{ pod: run.pod!, podNamespace: run.namespace },
    container: run.containers[0].name,
  });
  await call(`/v1/log?${log}`);
  await call(`/resource?${query}`);
  for (const operation of ['pause', 'resume', 'retry']) {
    await call(`/v1/${operation}`, ref);
  }
  await viewWith(({ version }) => version.bound !== undefined);
  await call('/v1/upgrade', { ...ref, version: 'latest' });
  await call('/v1/dry-run', { manifest: manifest('large'), mode: 'update' });
  const preview = await fetch(`${backend.api}/ske/v1/preview`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ manifest: manifest('large'), mode: 'update' }),
  });
  const states = (await preview.text()).trimEnd().split('\n');
  expect(JSON.parse(states.at(-1)!)).toMatchObject({ kind: 'done' });
  await configure('large');
  await call('/v1/platform-overview');
  await call('/health');
  await call('/delete-resource', ref);
}

it('read, write and operate are enough, and nothing of them is too much', async () => {
  const files = ['read', 'write', 'operate', 'preview', 'platform'].map(
    name => `${name}.yaml`,
  );
  const bed = await setUp('Hutch', files, 'default');
  await everyJourney(bed, 'default');
  const used = usedRights(bed.proxy, bed.cache.group);
  const given = rightsOf(bed.rules);
  expect([...used].filter(right => !given.has(right))).toEqual([]);
  expect([...given].filter(right => !used.has(right))).toEqual([]);
});

it('so are those of one namespace', async () => {
  const namespace = 'rbac-team';
  const bed = await setUp('Cage', ['one-namespace.yaml'], namespace);
  await everyJourney(bed, namespace);
  const used = usedRights(bed.proxy, bed.cache.group, namespace);
  const given = rightsOf(bed.rules);
  expect([...given].filter(right => !used.has(right))).toEqual([]);
});

it('without a right the journey that needs it stops', async () => {
  const bed = await setUp('Kennel', ['read.yaml', 'operate.yaml'], 'default');
  await expect(everyJourney(bed, 'default')).rejects.toThrow(
    /may not create hutches?|forbidden/,
  );
});
