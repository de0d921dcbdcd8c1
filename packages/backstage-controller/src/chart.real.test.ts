import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  eventually,
  lintChart,
  notesOfChart,
  placeOfKind,
  renderChart,
  testKubeconfig,
  valueSetsOf,
} from '@internal/testbed';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { KubeConfig } from '@kubernetes/client-node';
import {
  asText,
  at,
  conditionsOf,
  objectsOf,
  portalObjectName,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  KubernetesClient,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import { parse } from 'yaml';
import { CHART, installCrd, readCustomizationCrd } from './__testUtils__/crds';
import { newTestPlatform } from './__testUtils__/realPlatform';
import { checkConfig } from './config/controllerConfig';
import { silentLog } from './log/__testUtils__/silentLog';
import { controllerTypes } from './platform/names';
import { runController } from './runController';

// What Helm makes of charts/backstage-controller, and that the API server takes it.

jest.setTimeout(120_000);
const NAMESPACE = 'backstage-controller-chart-test';
const RELEASE = {
  chart: CHART,
  release: 'backstage-controller',
  namespace: NAMESPACE,
};
const admin = new KubeConfig();
admin.loadFromFile(testKubeconfig());
const client = new KubernetesClient(admin);
const valueSets = valueSetsOf(CHART);

const render = async (
  args: string[] = [],
  release: { release?: string; namespace?: string } = {},
) => (await renderChart({ ...RELEASE, ...release }, args)) as Manifest[];

const argsOf = (name: string): string[] =>
  valueSets.find(([file]) => file === `${name}-values.yaml`)?.[1] ?? [];

const ofKind = (objects: Manifest[], kind: string): Manifest[] =>
  objects.filter(object => object.kind === kind);

/** The pod that the Deployment makes. */
const podOf = (objects: Manifest[]) =>
  at(ofKind(objects, 'Deployment')[0], 'spec', 'template');

const imagesOf = (objects: Manifest[]) =>
  objectsOf(at(podOf(objects), 'spec', 'containers')).map(({ image }) => image);

const configOf = (objects: Manifest[]): JsonObject =>
  parse(asText(at(ofKind(objects, 'ConfigMap')[0], 'data', 'config.yaml'))!);

/** A kind of the Prometheus Operator, without what it says about its fields. */
const serviceMonitors: Manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'servicemonitors.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: {
      kind: 'ServiceMonitor',
      listKind: 'ServiceMonitorList',
      plural: 'servicemonitors',
      singular: 'servicemonitor',
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        },
      },
    ],
  },
};

beforeAll(async () => {
  await client.create(resourceTypes.namespaces, {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: NAMESPACE },
  });
  await installCrd(client, readCustomizationCrd());
  await installCrd(client, serviceMonitors);
});
afterAll(async () => {
  await client.delete(resourceTypes.crds, serviceMonitors.metadata);
  await client.delete(resourceTypes.namespaces, { name: NAMESPACE });
});

it('has ten sets of values', () => {
  expect(valueSets).toHaveLength(10);
});

describe.each(valueSets)('with %s', (_name, args) => {
  it('Helm finds nothing wrong', async () => {
    expect(await lintChart(RELEASE, args)).toContain('0 chart(s) failed');
  });

  it('the API server takes each object', async () => {
    const objects = await render(args);
    expect(objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['ConfigMap', 'Deployment', 'Service']),
    );
    for (const object of objects) {
      const taken = await client.create(placeOfKind(object.kind), object, {
        dryRun: true,
      });
      expect(taken.kind).toBe(object.kind);
    }
  });

  it('the controller takes the configuration', async () => {
    const { namespace } = checkConfig(configOf(await render(args)));
    expect([NAMESPACE, 'kratix-platform-system']).toContain(namespace);
  });

  it('the pod has no rights on its node', async () => {
    const pod = podOf(await render(args));
    expect(at(pod, 'spec', 'securityContext')).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(objectsOf(at(pod, 'spec', 'containers'))).toMatchObject([
      {
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      },
    ]);
  });
});

describe('images', () => {
  it('are on ghcr.io, of the version of the chart', async () => {
    const { appVersion } = parse(
      readFileSync(join(CHART, 'Chart.yaml'), 'utf8'),
    );
    expect(imagesOf(await render())).toEqual([
      `ghcr.io/syntasso/backstage-controller:${appVersion}`,
    ]);
  });

  it('are all in the mirror', async () => {
    const args = argsOf('mirror');
    const objects = await render(args);
    expect(imagesOf(objects)).toEqual([
      'registry.example.org:5000/mirror/ske/backstage-controller:1.2.3',
    ]);
    const notes = await notesOfChart(RELEASE, testKubeconfig(), args);
    expect(notes).toContain(
      'registry.example.org:5000/mirror/ske/backstage-generator:1.2.3',
    );
    expect(JSON.stringify(objects) + notes).not.toContain('ghcr.io');
  });

  it('are named by digest', async () => {
    expect(imagesOf(await render(argsOf('digest')))).toEqual([
      expect.stringMatching(
        /^ghcr\.io\/syntasso\/backstage-controller@sha256:[0-9a-f]{64}$/,
      ),
    ]);
  });

  it('are pulled with the Secret, or without one', async () => {
    const secretsWith = async (args: string[]) =>
      at(podOf(await render(args)), 'spec', 'imagePullSecrets');
    expect(await secretsWith([])).toEqual([{ name: 'syntasso-registry' }]);
    expect(await secretsWith(argsOf('no-pull-secret'))).toBeUndefined();
  });
});

it('says after the installation what to check', async () => {
  const notes = await notesOfChart(RELEASE, testKubeconfig());
  expect(notes).toContain('rollout status deployment/backstage-controller');
  expect(notes).toContain(`-n ${NAMESPACE} get secret syntasso-registry`);
  expect(notes).toContain('kratix.io/backstage=true');
});

it('restarts the pods with another configuration only', async () => {
  const sumWith = async (args: string[]) =>
    at(podOf(await render(args)), 'metadata', 'annotations', 'checksum/config');
  const sum = await sumWith([]);
  expect(await sumWith(['--set', 'config.concurrency=5'])).not.toBe(sum);
  expect(await sumWith(['--set', 'backstageController.replicas=2'])).toBe(sum);
});

it('runs no two at once where none of them leads', async () => {
  const strategyWith = async (args: string[]) =>
    at(ofKind(await render(args), 'Deployment')[0], 'spec', 'strategy');
  expect(await strategyWith([])).toMatchObject({ type: 'RollingUpdate' });
  expect(
    await strategyWith(['--set', 'config.leaderElection.enabled=false']),
  ).toEqual({ type: 'Recreate' });
});

describe('Jobs of customizations', () => {
  const jobsWith = async (args: string[]) =>
    checkConfig(configOf(await render(args))).jobs;

  it('have image, Secret and user of the controller', async () => {
    const objects = await render();
    const { jobs } = checkConfig(configOf(objects));
    expect(jobs).toEqual({
      enabled: true,
      image: imagesOf(objects)[0],
      imagePullSecrets: ['syntasso-registry'],
      podSecurityContext: at(podOf(objects), 'spec', 'securityContext'),
      timeout: 600_000,
      concurrency: 5,
    });
    const { imagePullSecrets } = await jobsWith(argsOf('no-pull-secret'));
    expect(imagePullSecrets).toEqual([]);
  });

  it('have what is said for them', async () => {
    const image = 'registry.example.org/controller:1';
    expect(
      await jobsWith(['--set', `config.jobs.image=${image}`]),
    ).toMatchObject({ image, imagePullSecrets: ['syntasso-registry'] });
    expect(
      await jobsWith(['--set', 'config.jobs.enabled=false']),
    ).toMatchObject({ enabled: false });
  });
});

it('gives the portals to the controller', async () => {
  const { portals } = checkConfig(
    configOf(await render(argsOf('two-portals'))),
  );
  expect(portals.map(({ name }) => name)).toEqual(['main', 'review']);
});

it.each([
  ['a key that is none', ['imageRegistry.hots=x'], /imageRegistry[\s\S]*hots/],
  ['a scheme', ['imageRegistry.host=https://ghcr.io'], /imageRegistry.host/],
  ['no replica', ['backstageController.replicas=0'], /Controller.replicas/],
  ['another output', ['config.output.type=ftp'], /config.output.type/],
  [
    'Git without an address',
    ['config.output.type=git'],
    /config.output[\s\S]*url/,
  ],
  [
    'a bucket without an account',
    [
      'config.output.type=bucket',
      'config.output.bucketName=b',
      'config.output.endpoint=s3.test',
    ],
    /config.output[\s\S]*secretRef/,
  ],
  [
    'a password in an address',
    ['config.output.type=git', 'config.output.url=https://a:b@git.test/c.git'],
    /config.output[\s\S]*url/,
  ],
  [
    'replicas without a leader',
    ['config.leaderElection.enabled=false', 'backstageController.replicas=2'],
    /Controller.replicas/,
  ],
  ['no duration', ['config.resyncPeriod=10'], /config.resyncPeriod/],
  ['a port that is none', ['config.http.port=70000'], /config.http.port/],
  ['all groups', ['rbac.promiseApis[0].group=*'], /promiseApis/],
])('refuses %s', async (_name, settings, text) => {
  const refusal = render(settings.flatMap(one => ['--set', one]));
  await expect(refusal).rejects.toThrow('specifications of the schema');
  await expect(refusal).rejects.toThrow(text);
});

const OWN = { spec: { path: 'backstage' } };

it.each([
  [
    { destination: { name: 'a', ...OWN } },
    'config.destination must set exactly one of name or spec, got both',
  ],
  [{}, 'config.destination must set exactly one of name or spec, got neither'],
  [
    { destination: { spec: { strictMatchLabels: true } } },
    'config.destination.spec.path is required',
  ],
  [
    { destination: OWN },
    'config.destination.spec requires a config.stateStore',
  ],
  [
    { destination: OWN, stateStore: { name: 'a' } },
    'config.stateStore.kind is required and must be "GitStateStore" or "BucketStateStore"',
  ],
  [
    { destination: OWN, stateStore: { kind: 'GitStateStore' } },
    'config.stateStore must set exactly one of name or spec',
  ],
])('refuses a portal with %j', async (config, text) => {
  const portals = JSON.stringify([{ name: 'main', type: 'backstage', config }]);
  await expect(render(['--set-json', `portals=${portals}`])).rejects.toThrow(
    `portals: portal "main": ${text}`,
  );
});

describe('names', () => {
  const namesOf = (objects: Manifest[]) =>
    objects.map(({ metadata: { name } }) => name);

  it('are short and different, whatever the release is called', async () => {
    const objects = await render(argsOf('git'), {
      release: 'r'.repeat(53),
      namespace: 'n'.repeat(63),
    });
    const names = namesOf(objects);
    expect(names.filter(name => name.length > 63)).toEqual([]);
    const places = objects.map(
      ({ kind, metadata: { name, namespace } }) =>
        `${kind}/${namespace ?? ''}/${name}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('in the cluster are those of one release', async () => {
    const placesIn = async (namespace: string) =>
      (await render(argsOf('extra'), { namespace })).map(
        ({ kind, metadata }) =>
          `${kind}/${metadata.namespace ?? ''}/${metadata.name}`,
      );
    const others = await placesIn('other');
    const places = await placesIn('one');
    expect(places).toContain('ClusterRole//one.backstage-controller');
    expect(places.filter(place => others.includes(place))).toEqual([]);
  });
});

describe('rights', () => {
  const rulesOf = (objects: Manifest[]) =>
    objects.flatMap(object => objectsOf(at(object, 'rules')));
  const forGroup = (objects: Manifest[], group: string) =>
    rulesOf(objects).filter(
      ({ apiGroups }) => Array.isArray(apiGroups) && apiGroups.includes(group),
    );

  it('are on no Secret, and on no group that is not named', async () => {
    const objects = await render();
    const core = forGroup(objects, '').flatMap(({ resources }) => resources);
    expect(core).toEqual(['configmaps', 'pods', 'pods/log']);
    const withoutJobs = await render(['--set', 'config.jobs.enabled=false']);
    expect(forGroup(withoutJobs, '')).toEqual([]);
    expect(forGroup(withoutJobs, 'batch')).toEqual([]);
    expect(forGroup(objects, '*')).toEqual([]);
    expect(JSON.stringify(rulesOf(objects))).not.toContain('"verbs":["*"]');
    expect(forGroup(objects, 'marketplace.kratix.io')).toMatchObject([
      { verbs: ['list', 'watch'] },
    ]);
  });

  it('are on the one Secret of the output', async () => {
    const objects = await render(argsOf('git'));
    const core = forGroup(objects, '');
    expect(
      core.filter(rule => JSON.stringify(rule).includes('secret')),
    ).toEqual([
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: ['catalog-git'],
        verbs: ['get'],
      },
    ]);
    expect(JSON.stringify(rulesOf(objects))).not.toMatch(/works|destinations/);
  });
});

describe('the CRD of customizations', () => {
  const customization = (spec: JsonObject): Manifest => ({
    apiVersion: 'platform.kratix.io/v1alpha1',
    kind: 'BackstageEntityCustomization',
    metadata: { name: 'chart-test' },
    spec,
  });
  const create = (spec: JsonObject) =>
    client.create(controllerTypes.entityCustomizations, customization(spec), {
      dryRun: true,
    });

  it('takes what the documentation shows', async () => {
    const spec = {
      entityGenerationOptions: {
        promise: {
          component: {
            owner: 'team-data',
            tags: ['data'],
            providesAPIs: 'redis-api, other-api',
          },
          template: { hideNamespace: true, defaultNamespace: 'data' },
        },
        resource: { component: { lifecycle: 'experimental' } },
      },
      destinationSelectors: [{ matchLabels: { environment: 'backstage' } }],
      containers: [
        {
          name: 'patch',
          image: 'registry.example.org/portal-patch:1',
          args: ['target: { kind: Component }'],
          env: [{ name: 'A', value: 'b' }],
        },
      ],
    };
    expect((await create(spec)).spec).toEqual(spec);
  });

  it.each<[JsonObject]>([
    [{ entityGenerationOptions: { promise: { component: { title: 1 } } } }],
    [{ destinationSelectors: [{}] }],
    [{ containers: [{ name: 'a' }] }],
    [{ entityGenerationOptions: { promises: {} } }],
  ])('refuses %j', async spec => {
    await expect(create(spec)).rejects.toBeInstanceOf(InputError);
  });
});

describe('the account of the chart', () => {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });

  /** Creates the account with its rights, and returns a client that is it. */
  async function clientOfAccount(namespace: string, group: string) {
    const apis = JSON.stringify([{ group, resources: ['redises'] }]);
    const objects = await render(['--set-json', `rbac.promiseApis=${apis}`], {
      namespace,
    });
    for (const object of objects) {
      if (!/^ServiceAccount$|Role/.test(object.kind)) continue;
      const type = placeOfKind(object.kind);
      await client.create(type, object);
      endings.push(() => client.delete(type, object.metadata));
    }
    const answer = await client.post(
      `/api/v1/namespaces/${namespace}/serviceaccounts/backstage-controller/token`,
      'make a token',
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {},
      },
    );
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(admin.clusters[0], {
      name: 'controller',
      token: asText(at(answer, 'status', 'token')),
    });
    return new KubernetesClient(kubeConfig);
  }

  it('may do all that the controller does', async () => {
    const test = await newTestPlatform();
    const { namespace, promise } = test;
    const account = await clientOfAccount(namespace, test.type.group);
    const refusals: string[] = [];
    const note = (message: string, fields?: object) => {
      const line = `${message} ${JSON.stringify(fields ?? {})}`;
      if (line.includes('permission')) refusals.push(line);
    };
    const stop = new AbortController();
    let port = 0;
    const ended = runController({
      platform: test.platformOf(account),
      config: checkConfig({
        namespace,
        http: { port: 0 },
        backstage: { destination: { labels: test.labels } },
        jobs: { image: 'example.org/controller:1' },
        portals: [
          {
            name: namespace,
            type: 'backstage',
            config: {
              destination: { spec: { path: namespace } },
              stateStore: { kind: 'BucketStateStore', name: namespace },
            },
          },
        ],
      }),
      log: { ...silentLog, warn: note, error: note },
      identity: 'chart',
      stop: stop.signal,
      onListen: listening => {
        port = listening;
      },
    });
    endings.push(async () => {
      stop.abort();
      await ended;
    });
    const own = { name: portalObjectName(namespace) };
    endings.push(() =>
      client.delete(resourceTypes.destinations, own).catch(ifNotFound),
    );
    const { entityCustomizations } = controllerTypes;
    const customized = { name: namespace };
    await client.create(entityCustomizations, {
      apiVersion: 'platform.kratix.io/v1alpha1',
      kind: 'BackstageEntityCustomization',
      metadata: customized,
      spec: {},
    });
    endings.push(() => client.delete(entityCustomizations, customized));
    await client.create(
      resourceTypes.promises,
      test.promiseWith({ 'kratix.io/backstage': 'true' }),
    );
    endings.push(() =>
      client.delete(resourceTypes.promises, { name: promise }),
    );
    await eventually('the API of the Promise', () =>
      client.create(test.type, test.resource('cache')).catch(ifNotFound),
    );
    await eventually('Works of the Promise and its Resource', async () => {
      const works = await client.list(resourceTypes.works, { namespace });
      return works.items.length === 2;
    });
    await eventually('that it says so', async () =>
      conditionsOf(
        await client.get(resourceTypes.promises, { name: promise }),
      ).some(({ reason }) => reason === 'EntitySynced'),
    );
    await eventually('that the customization is accepted', async () =>
      conditionsOf(await client.get(entityCustomizations, customized)).some(
        ({ type }) => type === 'Accepted',
      ),
    );
    await client.patch(entityCustomizations, customized, {
      spec: { containers: [{ name: 'lint', image: 'example.org/lint:1' }] },
    });
    await client.patch(
      resourceTypes.promises,
      { name: promise },
      {
        metadata: {
          labels: { 'kratix.io/backstage-customization': namespace },
        },
      },
    );
    await eventually('Jobs for the Promise and its Resource', async () => {
      const jobs = await client.list(resourceTypes.jobs, { namespace });
      return jobs.items.length === 2;
    });
    await eventually('the Destination of the portal', () =>
      client.get(resourceTypes.destinations, own).catch(ifNotFound),
    );
    const ready = await fetch(`http://localhost:${port}/readyz`);
    expect(await ready.json()).toMatchObject({ status: 'ready' });
    expect(refusals).toEqual([]);
  });
});
