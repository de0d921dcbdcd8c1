import { KubeConfig } from '@kubernetes/client-node';
import {
  describeRecorded,
  ownCorpus,
  testKubeconfig,
  type Corpus,
} from '@internal/testbed';
import {
  at,
  conditionsOf,
  healthOf,
  manifestSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  KubernetesClient,
  resourceTypes,
  SharedInformer,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import { ignoreIfExists } from './runtime/Cluster';

/**
 * Repeats the actions of the recorded lifecycles on simulated Kratix, and compares the
 * states of each object with the recording: conditions, pipeline phases,
 * observedGeneration, labels, deletion; no times. The states of a lamp of our own corpus
 * are written down below.
 *
 * Known differences, and why they stay:
 * - `kratix.io/promise-name` may be seen together with the next change: the
 *   real manager writes it in a separate moment; both orders occur in the
 *   recordings.
 * - A relabelled Destination makes a Work fail to schedule for a moment in the
 *   recording (two writers met); the simulator goes to Misplaced at once.
 * - The labels of ResourceBindings and the number of identical events in a row
 *   are not compared.
 */
interface Recorded {
  mark?: string;
  resource?: string;
  type?: string;
  object: Manifest;
}

const client = (() => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  return new KubernetesClient(kubeConfig);
})();

/** The part of a status that is compared, as Kratix writes it. */
interface Status {
  conditions?: { type: string; status: string; reason: string }[];
  kratix?: { workflows?: { pipelines?: { name: string; phase: string }[] } };
  observedGeneration?: number;
}

/** An object's state as text; without our own readers of status, which have tests elsewhere. */
function stateOf(object: Manifest, type?: string): string {
  const status = (at(object, 'status') ?? {}) as Status;
  const conditions = (status.conditions ?? [])
    .map(c => `${c.type}=${c.status}/${c.reason}`)
    .sort();
  const pipelines = (status.kratix?.workflows?.pipelines ?? []).map(
    p => `${p.name}:${p.phase}`,
  );
  const labels = Object.keys(object.metadata.labels ?? {})
    .filter(l => l !== 'kratix.io/promise-name')
    .sort();
  return [
    type === 'DELETED' ? 'gone' : '',
    object.metadata.deletionTimestamp ? 'deleting' : '',
    conditions.join(' '),
    pipelines.join(' '),
    `observed ${status.observedGeneration ?? '-'}`,
    labels.join(' '),
  ]
    .filter(Boolean)
    .join(' | ');
}

function collapse(states: string[]): string[] {
  return states.filter((state, index) => state !== states[index - 1]);
}

/** The states of one object in a recording. */
function recordedIn(
  corpus: Corpus,
  trace: string,
  plural: string,
  name: string,
): string[] {
  const states = corpus
    .read('traces', trace)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Recorded)
    .filter(
      e =>
        e.resource?.split('.')[0] === plural && e.object.metadata.name === name,
    )
    .map(e => stateOf(e.object, e.type));
  if (states.length === 0) throw new Error(`${trace} has no ${plural} ${name}`);
  return collapse(states);
}

const stop = new AbortController();
const PATIENCE_MS = 20_000;

/** Records the states of all objects of a type from now on. */
async function recorder(type: ResourceType) {
  const seen = new Map<string, string[]>();
  const objects = new Map<string, Manifest>();
  let wake = () => {};
  const take = (object: Manifest, deleted: boolean) => {
    const { name } = object.metadata;
    seen.set(name, [
      ...(seen.get(name) ?? []),
      stateOf(object, deleted ? 'DELETED' : ''),
    ]);
    if (deleted) objects.delete(name);
    else objects.set(name, object);
    wake();
  };
  const informer = new SharedInformer({ client, type, lingerMs: 0 });
  const end = informer.subscribe({
    onChange: change => take(change.object, change.kind === 'deleted'),
  });
  stop.signal.addEventListener('abort', end);
  await informer.synced(stop.signal);
  return {
    states: (name: string) => collapse(seen.get(name) ?? []),
    /** Resolves when an object fulfils a condition; `undefined` stands for gone. */
    async until(
      name: string,
      holds: (object: Manifest | undefined) => boolean,
    ) {
      const patience = AbortSignal.timeout(PATIENCE_MS);
      while (!holds(objects.get(name))) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          patience.addEventListener('abort', () =>
            reject(
              new Error(
                `${
                  type.plural
                } ${name} did not get there; it went through:\n${collapse(
                  seen.get(name) ?? [],
                ).join('\n')}`,
              ),
            ),
          );
        });
      }
    },
  };
}

const manifestsIn = (corpus: Corpus, ...parts: string[]): Manifest[] =>
  parseAllDocuments(corpus.read(...parts))
    .map(d => d.toJS() as unknown)
    .filter(Boolean)
    .map(d => manifestSchema.parse(d));

const is = (state: string) => (object: Manifest | undefined) =>
  object !== undefined && healthOf(object).state === state;
const settledAt = (generation: number) => (object: Manifest | undefined) =>
  is('ready')(object) &&
  at(object, 'status', 'observedGeneration') === generation;
const gone = (object: Manifest | undefined) => object === undefined;
const hasCondition = (reason: string) => (object: Manifest | undefined) =>
  conditionsOf(object).some(c => c.reason === reason);

const destination = (
  name: string,
  labels: Record<string, string>,
  store = 'trace-store',
): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Destination',
  metadata: { name, labels },
  spec: {
    path: name,
    stateStoreRef: { kind: 'BucketStateStore', name: store },
  },
});

/** Replaces the containers of the recorded Promise by a simulated script. */
function scripted(
  promise: Manifest,
  scripts: Record<string, object[]>,
): Manifest {
  const copy = structuredClone(promise);
  const workflows = at(copy, 'spec', 'workflows') ?? {};
  for (const type of ['promise', 'resource']) {
    for (const action of ['configure', 'delete']) {
      const pipelines = at(workflows, type, action);
      for (const pipeline of Array.isArray(pipelines) ? pipelines : []) {
        const name = String(at(pipeline, 'metadata', 'name'));
        const spec = at(pipeline, 'spec') as {
          containers: object[];
          jobOptions?: object;
        };
        spec.jobOptions = { backoffLimit: 0 };
        spec.containers = spec.containers.map(container => ({
          ...container,
          env: [
            {
              name: 'SIMULATION',
              value: JSON.stringify(scripts[name] ?? [file]),
            },
          ],
        }));
      }
    }
  }
  return copy;
}

const file = {
  file: { path: 'config.yaml', content: 'a: {{ metadata.name }}' },
};
const redisType = {
  group: 'marketplace.kratix.io',
  version: 'v1alpha1',
  plural: 'redis',
};
const lampType = { group: 'own.example.org', version: 'v1', plural: 'lamps' };
const edgeType = (plural: string) => ({
  group: 'edge.example.org',
  version: 'v1',
  plural,
});
const bucketStores = {
  group: 'platform.kratix.io',
  version: 'v1alpha1',
  plural: 'bucketstatestores',
};
const store = (name: string): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BucketStateStore',
  metadata: { name },
  spec: {
    bucketName: 'b',
    endpoint: 's3.example.test',
    secretRef: { name: 'none' },
  },
});

beforeAll(async () => {
  await client.create(bucketStores, store('trace-store')).catch(ignoreIfExists);
  await client
    .create(
      resourceTypes.destinations,
      destination('trace-worker', { environment: 'dev' }),
    )
    .catch(ignoreIfExists);
});
afterAll(() => stop.abort());

const DONE = 'ConfigureWorkflowCompleted=True/PipelinesExecutedSuccessfully';
const SETTLED = `${DONE} Reconciled=True/Reconciled WorksSucceeded=True/WorksSucceeded`;
const FAILED =
  'ConfigureWorkflowCompleted=False/ConfigureWorkflowFailed Reconciled=False/ConfigureWorkflowFailed';
const UNAVAILABLE = 'Available=False/PromiseUnavailable';
const AVAILABLE = 'Available=True/PromiseAvailable';
const VERSIONED = 'kratix.io/promise-version';

/** The states that these objects have on a real Kratix, in order. */
const lampStates = {
  lamp: [
    `observed - | ${VERSIONED}`,
    `${UNAVAILABLE} | observed - | ${VERSIONED}`,
    // Kratix fills in its spec, which makes another generation of it.
    `${UNAVAILABLE} | observed 2 | ${VERSIONED}`,
    `${UNAVAILABLE} | wire:Pending | observed 2 | ${VERSIONED}`,
    `${UNAVAILABLE} ${DONE} | wire:Running | observed 2 | ${VERSIONED}`,
    `${UNAVAILABLE} ${DONE} | wire:Succeeded | observed 2 | ${VERSIONED}`,
    `${AVAILABLE} ${DONE} | wire:Succeeded | observed 2 | ${VERSIONED}`,
    `${AVAILABLE} ${SETTLED} | wire:Succeeded | observed 2 | ${VERSIONED}`,
    `deleting | ${AVAILABLE} ${SETTLED} | wire:Succeeded | observed 2 | ${VERSIONED}`,
    `gone | deleting | ${AVAILABLE} ${SETTLED} | wire:Succeeded | observed 2 | ${VERSIONED}`,
  ],
  desk: [
    'observed -',
    'hang:Pending | observed -',
    `${DONE} | hang:Running | observed -`,
    `${DONE} | hang:Succeeded | observed -`,
    `${DONE} | hang:Succeeded | observed 1`,
    `${SETTLED} | hang:Succeeded | observed 1`,
    // After a change only the pipeline's phase changes until it is done.
    `${SETTLED} | hang:Pending | observed 1`,
    `${SETTLED} | hang:Running | observed 1`,
    `${SETTLED} | hang:Succeeded | observed 1`,
    `${SETTLED} | hang:Succeeded | observed 2`,
    `deleting | ${SETTLED} | hang:Succeeded | observed 2`,
    `gone | deleting | ${SETTLED} | hang:Succeeded | observed 2`,
  ],
  hall: [
    'observed -',
    'hang:Pending | observed -',
    `${FAILED} | hang:Failed | observed -`,
    `deleting | ${FAILED} | hang:Failed | observed -`,
    `gone | deleting | ${FAILED} | hang:Failed | observed -`,
  ],
};

it('takes a lamp through what is written down here', async () => {
  const promises = await recorder(resourceTypes.promises);
  const [promise] = manifestsIn(ownCorpus, 'promises', 'lamp', 'promise.yaml');
  await client.create(
    resourceTypes.promises,
    scripted(promise, {
      hang: [{ when: { path: 'metadata.name', is: 'hall' }, fail: 1 }, file],
    }),
  );
  await promises.until('lamp', hasCondition('Reconciled'));

  const lamps = await recorder(lampType);
  const requested = ['promises', 'lamp', 'resource-request.yaml'];
  const [desk] = manifestsIn(ownCorpus, ...requested);
  const refOf = (name: string) => ({ namespace: 'default', name });
  await client.create(lampType, desk);
  await lamps.until('desk', settledAt(1));
  await client.patch(lampType, refOf('desk'), { spec: { colour: 'warm' } });
  await lamps.until('desk', settledAt(2));
  await client.create(lampType, {
    ...desk,
    metadata: { ...desk.metadata, name: 'hall' },
  });
  await lamps.until('hall', is('failed'));
  for (const name of ['desk', 'hall']) {
    await client.delete(lampType, refOf(name));
    await lamps.until(name, gone);
  }
  await client.delete(resourceTypes.promises, { name: 'lamp' });
  await promises.until('lamp', gone);

  expect({
    lamp: settled(promises.states('lamp')),
    desk: settled(lamps.states('desk')),
    hall: settled(lamps.states('hall')),
  }).toEqual(lampStates);
}, 120_000);

const RECORDED = [
  'promises/redis',
  'traces/lifecycle.jsonl',
  'traces/edge.jsonl',
  'traces/edge-objects',
];
describeRecorded('lifecycles on simulated Kratix', RECORDED, corpus => {
  const read = (...parts: string[]) => manifestsIn(corpus, ...parts);
  const recorded = (trace: string, plural: string, name: string) =>
    recordedIn(corpus, trace, plural, name);

  it('goes through the plain lifecycle', async () => {
    const promises = await recorder(resourceTypes.promises);
    const [promise] = read('promises', 'redis', 'promise.yaml').filter(
      m => m.kind === 'Promise',
    );
    const failing = { when: { path: 'metadata.name', is: 'broken' }, fail: 1 };
    promise.metadata.labels = { 'kratix.io/promise-version': 'v0.1.0' };
    await client.create(
      resourceTypes.promises,
      scripted(promise, {
        'instance-configure': [
          failing,
          file,
          { status: { message: '{{ metadata.name }} is ready to use' } },
        ],
      }),
    );
    await promises.until('redis', hasCondition('Reconciled'));

    const requests = await recorder(redisType);
    const request = (name: string): Manifest => ({
      apiVersion: 'marketplace.kratix.io/v1alpha1',
      kind: 'redis',
      metadata: { name, namespace: 'default' },
      spec: { size: 'small' },
    });
    const example = { namespace: 'default', name: 'example' };
    await client.create(redisType, request('example'));
    await requests.until('example', settledAt(1));
    await client.patch(redisType, example, { spec: { size: 'large' } });
    await requests.until('example', settledAt(2));
    await client.create(redisType, request('broken'));
    await requests.until('broken', is('failed'));
    const label = (name: string, value: string | null) =>
      client.patch(redisType, example, {
        metadata: { labels: { [`kratix.io/${name}`]: value } },
      });
    await label('paused', 'true');
    await requests.until('example', hasCondition('PausedReconciliation'));
    await label('paused', null);
    await requests.until('example', hasCondition('Unpaused'));
    await requests.until('example', settledAt(2));
    await label('manual-reconciliation', 'true');
    await requests.until('example', is('progressing'));
    await requests.until('example', settledAt(2));
    await client.patch(
      resourceTypes.promises,
      { name: 'redis' },
      {
        metadata: { labels: { 'kratix.io/promise-version': 'v0.2.0' } },
      },
    );
    await promises.until('redis', p => at(p, 'status', 'version') === 'v0.2.0');
    await client.delete(redisType, example);
    await requests.until('example', gone);
    await client.delete(resourceTypes.promises, { name: 'redis' });
    await promises.until('redis', gone);

    expect(settled(requests.states('example'))).toEqual(
      settled(recorded('lifecycle.jsonl', 'redis', 'example')),
    );
    expect(requests.states('broken')).toEqual(
      recorded('lifecycle.jsonl', 'redis', 'broken'),
    );
    expect(promises.states('redis')).toEqual(
      recorded('lifecycle.jsonl', 'promises', 'redis'),
    );
  }, 120_000);

  it('goes through the edge cases', async () => {
    const promises = await recorder(resourceTypes.promises);
    const scripts = {
      second: [
        {
          when: { path: 'metadata.name', is: 'two-retry' },
          log: 'asked to wait',
        },
        { when: { attempt: 1 }, log: 'first attempt' },
        file,
        { status: { message: '{{ metadata.name }} is ready to use' } },
      ],
    };
    // Suspends only the first run, as the recorded container did.
    const suspending = (name: string, suspend: object) => ({
      when: { path: 'metadata.annotations.suspend', is: name },
      suspend,
    });
    scripts.second.unshift(
      suspending('retry', {
        message: 'again soon',
        retryAfterSeconds: 3,
      }) as never,
      suspending('person', { message: 'waiting for a person' }) as never,
    );
    for (const promise of read('traces', 'edge-objects', 'promises.yaml')) {
      await client.create(resourceTypes.promises, scripted(promise, scripts));
    }
    await promises.until('twostep', is('ready'));
    await promises.until('nowhere', is('ready'));
    await promises.until('plain', is('ready'));
    await promises.until('needs', hasCondition('RequirementsNotInstalled'));

    const plains = await recorder(edgeType('plains'));
    await client.create(
      edgeType('plains'),
      read('traces', 'edge-objects', 'plain-one.yaml')[0],
    );
    await plains.until(
      'plain-one',
      p => at(p, 'status', 'workflowsSucceeded') === 0,
    );

    const twosteps = await recorder(edgeType('twosteps'));
    const twostep = edgeType('twosteps');
    const create = async (name: string, suspend?: string) => {
      const [manifest] = read('traces', 'edge-objects', `${name}.yaml`);
      await client.create(twostep, {
        ...manifest,
        metadata: {
          ...manifest.metadata,
          ...(suspend ? { annotations: { suspend } } : {}),
        },
      });
    };
    const unsuspend = (name: string) =>
      client.patch(
        twostep,
        { namespace: 'default', name },
        { metadata: { annotations: { suspend: null } } },
      );
    await create('two-ok');
    await twosteps.until('two-ok', settledAt(1));
    await create('two-retry', 'retry');
    await twosteps.until('two-retry', hasCondition('WorkflowSuspended'));
    await unsuspend('two-retry');
    await twosteps.until('two-retry', settledAt(1));
    await create('two-suspend', 'person');
    await twosteps.until('two-suspend', hasCondition('WorkflowSuspended'));
    await unsuspend('two-suspend');
    await client.patch(
      twostep,
      { namespace: 'default', name: 'two-suspend' },
      {
        metadata: { labels: { 'kratix.io/workflow-suspended': null } },
      },
    );
    await twosteps.until('two-suspend', settledAt(1));

    const nowheres = await recorder(edgeType('nowheres'));
    await client.create(
      edgeType('nowheres'),
      read('traces', 'edge-objects', 'lost.yaml')[0],
    );
    await nowheres.until('lost', hasCondition('WorksPending'));
    const lostPromise = await client.get(resourceTypes.promises, {
      name: 'nowhere',
    });
    const [selector] = (at(lostPromise, 'spec', 'destinationSelectors') ??
      []) as { matchLabels: Record<string, string> }[];
    await client.create(
      resourceTypes.destinations,
      destination('trace-moon', selector.matchLabels),
    );
    await nowheres.until('lost', is('ready'));
    await client.patch(
      resourceTypes.destinations,
      { name: 'trace-moon' },
      {
        metadata: {
          labels: Object.fromEntries(
            Object.keys(selector.matchLabels).map(key => [key, 'elsewhere']),
          ),
        },
      },
    );
    await nowheres.until('lost', hasCondition('WorksMisplaced'));

    await client.patch(
      resourceTypes.promises,
      { name: 'plain' },
      {
        metadata: { labels: { 'kratix.io/promise-version': 'v2.0.0' } },
      },
    );
    await promises.until(
      'needs',
      p =>
        hasCondition('PromiseAvailable')(p) &&
        hasCondition('WorksSucceeded')(p),
    );

    await client.patch(
      twostep,
      { namespace: 'default', name: 'two-ok' },
      { spec: { size: 'large' } },
    );
    await twosteps.until('two-ok', settledAt(2));
    await client.delete(twostep, { namespace: 'default', name: 'two-ok' });
    await twosteps.until('two-ok', gone);
    await client.delete(resourceTypes.promises, { name: 'nowhere' });
    await promises.until('nowhere', gone);

    for (const name of ['two-ok', 'two-retry', 'two-suspend']) {
      expect([name, settled(twosteps.states(name))]).toEqual([
        name,
        settled(recorded('edge.jsonl', 'twosteps', name)),
      ]);
    }
    expect(plains.states('plain-one')).toEqual(
      recorded('edge.jsonl', 'plains', 'plain-one'),
    );
    // The recording's moment of WorksPending before Misplaced: see above.
    const lost = recorded('edge.jsonl', 'nowheres', 'lost').filter(
      (state, index, all) =>
        !(/WorksPending/.test(state) && /WorksMisplaced/.test(all[index + 1])),
    );
    expect(settled(nowheres.states('lost'))).toEqual(settled(lost));
    for (const name of ['plain', 'needs', 'twostep', 'nowhere']) {
      expect([name, promises.states(name)]).toEqual([
        name,
        recorded('edge.jsonl', 'promises', name),
      ]);
    }
    for (const name of ['plain', 'needs', 'twostep']) {
      await client.delete(resourceTypes.promises, { name }).catch(ifNotFound);
    }
  }, 180_000);
});

/**
 * Leaves out the states that depend on a race: whether the pipeline ends before the
 * manager looks at it. It does in the recordings, and not always on a slow machine.
 */
const settled = (states: string[]) =>
  collapse(
    states
      .filter(state => !/PipelinesInProgress/.test(state))
      .map(state => state.replace(/ ?Reconciled=Unknown\/WorkflowPending/, '')),
  );
