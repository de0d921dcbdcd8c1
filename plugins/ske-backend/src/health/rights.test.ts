import { kratix } from '@syntasso/plugin-ske-common';
import type {
  AccessQuestion,
  KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { parse, parseAllDocuments } from 'yaml';
import { findExcessRights, findUnsafeAccess } from './excess';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import type { NeededRight } from '../live/ClusterEngine';
import { makeMissingRoles, listNeededRights, reviewRights } from './rights';

/** A right as a cluster is asked about it: `get pods/log in team-a`. */
type Spoken = string;

/** A cluster that allows what it is told to, and remembers what it was asked. */
function clusterThat(allows: (right: Spoken) => boolean, reason = '') {
  const asked: Spoken[] = [];
  const client = {
    server: 'https://cluster.example.org',
    skipsVerification: false,
    async post(_path: string, _purpose: string, body: unknown) {
      const { spec } = body as {
        spec: {
          resourceAttributes: Omit<AccessQuestion, 'type'> & {
            group: string;
            resource: string;
          };
        };
      };
      const { group, resource, subresource, verb, namespace } =
        spec.resourceAttributes;
      const what = subresource ? `${resource}/${subresource}` : resource;
      const right = [
        `${verb} ${what}${group && `.${group}`}`,
        ...(namespace ? [`in ${namespace}`] : []),
      ].join(' ');
      asked.push(right);
      return { status: { allowed: allows(right), reason } };
    },
  };
  return { asked, client: client as unknown as KubernetesClient };
}

const KRATIX = 'platform.kratix.io';
const ofPods: NeededRight = {
  purpose: 'details',
  group: '',
  resource: 'pods',
  verb: 'list',
  scope: 'Namespaced',
};
const ofPromises: NeededRight = {
  ...ofPods,
  group: KRATIX,
  resource: 'promises',
  scope: 'Cluster',
};

const redis = kratix.offeringOf({
  apiVersion: `${KRATIX}/v1alpha1`,
  kind: 'Promise',
  metadata: { name: 'redis' },
  spec: {
    api: {
      spec: {
        group: 'example.org',
        names: { kind: 'Redis', plural: 'redises' },
        versions: [{ name: 'v1', storage: true }],
      },
    },
  },
});

describe('rights that are needed', () => {
  it('are asked about in all namespaces', async () => {
    const { client, asked } = clusterThat(() => true);
    const rights = await reviewRights(client, [ofPods]);
    expect(asked).toEqual(['list pods']);
    const { scope: _, ...shown } = ofPods;
    expect(rights).toEqual([{ ...shown, allowed: true }]);
    expect(makeMissingRoles(rights, [ofPods])).toBeUndefined();
  });

  it('are asked about where the account may look, and only there', async () => {
    const { client, asked } = clusterThat(
      spoken => spoken !== 'list pods in team-b',
    );
    const rights = await reviewRights(
      client,
      [ofPods, ofPromises],
      ['team-a', 'team-b'],
    );
    expect(asked.sort()).toEqual([
      'list pods in team-a',
      'list pods in team-b',
      `list promises.${KRATIX}`,
    ]);
    expect(rights.map(({ allowed, reason }) => [allowed, reason])).toEqual([
      [false, 'in namespace team-b'],
      [true, undefined],
    ]);
    const roles = parseAllDocuments(
      makeMissingRoles(rights, [ofPods, ofPromises], ['team-a', 'team-b'])!,
    );
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
    expect(roles.map(role => role.toJS())).toMatchObject([
      { kind: 'Role', metadata: { namespace: 'team-a' }, rules },
      { kind: 'Role', metadata: { namespace: 'team-b' }, rules },
    ]);
  });
});

it('asks about what is needed in one namespace only there, and gives it there', async () => {
  const onlyThere: NeededRight = {
    ...ofPods,
    purpose: 'overview',
    group: 'apps',
    resource: 'deployments',
    namespace: 'kratix-platform-system',
  };
  const spoken = 'list deployments.apps in kratix-platform-system';
  const rules = [
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
  ];
  for (const namespaces of [undefined, ['team-a', 'team-b']]) {
    const { client, asked } = clusterThat(right => right !== spoken);
    const rights = await reviewRights(client, [onlyThere], namespaces);
    expect(asked).toEqual([spoken]);
    expect(rights).toMatchObject([{ purpose: 'overview', allowed: false }]);
    expect(
      parse(makeMissingRoles(rights, [onlyThere], namespaces)!),
    ).toMatchObject({
      kind: 'Role',
      metadata: { namespace: 'kratix-platform-system' },
      rules,
    });
  }
});

describe('rights for requests', () => {
  const needed = (requestsGoTo: 'cluster' | 'repository') =>
    listNeededRights([kratixOnCluster], [redis], requestsGoTo)
      .filter(({ purpose }) => ['requests', 'operations'].includes(purpose))
      .map(({ purpose, verb, resource }) => `${purpose}: ${verb} ${resource}`);

  it('are needed on the cluster that they go to', () => {
    expect(needed('cluster')).toEqual([
      'requests: create redises',
      'requests: patch redises',
      'requests: delete redises',
      'operations: patch redises',
      'operations: patch resourcebindings',
    ]);
  });

  it('are not needed where they go to a repository; operations are', () => {
    expect(needed('repository')).toEqual([
      'operations: patch redises',
      'operations: patch resourcebindings',
    ]);
  });
});

it('puts rights to cluster-scoped resources into a ClusterRole, others into a Role', async () => {
  const { client } = clusterThat(() => false);
  const needed = [ofPods, ofPromises];
  const rights = await reviewRights(client, needed, ['team-a']);
  const roles = parseAllDocuments(
    makeMissingRoles(rights, needed, ['team-a'])!,
  );
  expect(roles.map(role => role.toJS())).toMatchObject([
    { kind: 'ClusterRole', rules: [{ resources: ['promises'] }] },
    {
      kind: 'Role',
      metadata: { namespace: 'team-a' },
      rules: [{ resources: ['pods'] }],
    },
  ]);
  expect(parse(makeMissingRoles(rights, needed)!)).toMatchObject({
    kind: 'ClusterRole',
  });
});

describe('rights that are too much', () => {
  it('are looked for where the account may look', async () => {
    const { client } = clusterThat(
      spoken => spoken === 'get secrets in team-b',
    );
    const namespaces = ['team-a', 'team-b'];
    expect(await findExcessRights(client, [redis], namespaces)).toEqual([
      expect.stringContaining('It may read Secrets'),
    ]);
  });

  it('are none in an account that may do what it needs', async () => {
    const { client } = clusterThat(() => false);
    expect(await findExcessRights(client, [redis])).toEqual([]);
    expect(findUnsafeAccess(client)).toEqual([]);
  });

  it.each([
    ['get secrets', 'It may read Secrets'],
    ['create pods/exec', 'It may run commands in Pods'],
    ['get pods/proxy', 'It may reach the ports of Pods'],
    [`patch promises.${KRATIX}`, 'It may change Promises'],
    ['delete *.example.org', 'It may delete whatever is in example.org'],
  ])('%s', async (excess, warning) => {
    const { client } = clusterThat(spoken => spoken === excess);
    expect(await findExcessRights(client, [redis])).toEqual([
      expect.stringMatching(new RegExp(`^${warning}.*examples/rbac`)),
    ]);
  });

  it('are told with the binding that gives them, where the cluster says so', async () => {
    const reason =
      'RBAC: allowed by ClusterRoleBinding "ops" of ClusterRole "all"';
    const { client } = clusterThat(() => true, reason);
    expect(await findExcessRights(client, [redis])).toEqual([
      expect.stringContaining(`are enough. ${reason}.`),
    ]);
  });

  it('are one warning where everything is allowed', async () => {
    const { client, asked } = clusterThat(() => true);
    expect(await findExcessRights(client, [redis])).toEqual([
      expect.stringContaining('cluster-admin'),
    ]);
    expect(asked).toEqual(['* *.*']);
  });

  it('also are ways to a cluster that others can listen to', () => {
    const { client } = clusterThat(() => false);
    const unsafe = {
      ...client,
      server: 'http://cluster.example.org',
      skipsVerification: true,
    } as KubernetesClient;
    expect(findUnsafeAccess(unsafe)).toEqual([
      expect.stringContaining('by plain HTTP'),
      expect.stringContaining('skipTLSVerify'),
    ]);
  });
});
