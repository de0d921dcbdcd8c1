import {
  condition,
  done,
  pipeline,
  promise,
  reconciled,
  resource,
} from './__testUtils__/objects';
import { stagesOf } from './stages';

describe('stages of what is held up', () => {
  const statesOf = (object: object) =>
    stagesOf(object).map(({ state }) => state);

  it.each<[string, object, string[]]>([
    [
      'a periodic re-check keeps what is delivered',
      resource({
        ...done,
        ...pipeline('Running'),
        conditions: [
          condition('Reconciled', 'Unknown', 'WorkflowPending'),
          condition('WorksSucceeded', 'True', 'WorksSucceeded'),
        ],
      }),
      ['done', 'done', 'done', 'done', 'current'],
    ],
    [
      'a change redoes only what is configured',
      resource(
        {
          ...done,
          ...pipeline('Running'),
          conditions: [
            reconciled,
            condition('WorksSucceeded', 'True', 'WorksSucceeded'),
          ],
        },
        { generation: 2 },
      ),
      ['done', 'current', 'done', 'done', 'waiting'],
    ],
    [
      'a change of what is paused',
      resource(
        { ...done, ...pipeline('Succeeded'), conditions: [reconciled] },
        { generation: 2, labels: { 'kratix.io/paused': 'true' } },
      ),
      ['done', 'paused', 'done', 'done', 'waiting'],
    ],
    [
      'a change that is not taken up yet',
      resource(
        { ...done, ...pipeline('Succeeded'), conditions: [reconciled] },
        { generation: 2 },
      ),
      ['done', 'current', 'done', 'done', 'waiting'],
    ],
    [
      'a change without pipelines that was not observed',
      resource({ workflows: 0, observedGeneration: 1 }, { generation: 2 }),
      ['done', 'current', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'paused',
      resource(undefined, {
        uid: 'u',
        labels: { 'kratix.io/paused': 'true' },
      }),
      ['done', 'paused', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'waiting for its Promise',
      resource({
        conditions: [
          condition(
            'PromiseAvailable',
            'False',
            'PromiseRequirementsNotInstalled',
          ),
        ],
      }),
      ['done', 'blocked', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'a health check that reports it degraded',
      resource({
        ...done,
        conditions: [reconciled],
        healthStatus: { state: 'degraded' },
      }),
      ['done', 'done', 'done', 'done', 'degraded'],
    ],
    [
      'a failed change',
      resource(
        {
          ...done,
          ...pipeline('Failed'),
          conditions: [condition('WorksSucceeded', 'True', 'WorksSucceeded')],
        },
        { generation: 2 },
      ),
      ['done', 'failed', 'done', 'done', 'waiting'],
    ],
    [
      'a first run that has failed, although its Works of before are there',
      resource({
        workflows: 1,
        ...pipeline('Failed'),
        conditions: [condition('WorksSucceeded', 'True', 'WorksSucceeded')],
      }),
      ['done', 'failed', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'a pipeline that waits for somebody',
      resource({ workflows: 1, ...pipeline('Suspended') }),
      ['done', 'paused', 'waiting', 'waiting', 'waiting'],
    ],
    [
      'Works that cannot be written',
      resource({
        ...done,
        conditions: [
          condition('Reconciled', 'False', 'WorksFailing'),
          condition('WorksSucceeded', 'False', 'WorksFailing'),
        ],
      }),
      ['done', 'done', 'degraded', 'waiting', 'waiting'],
    ],
    [
      'a health check that reports it unhealthy',
      resource({
        ...done,
        conditions: [reconciled],
        healthStatus: { state: 'unhealthy' },
      }),
      ['done', 'done', 'done', 'done', 'failed'],
    ],
    [
      'a status that cannot be read',
      resource({ conditions: 'oops' }, { uid: 'u' }),
      ['done', 'unknown', 'waiting', 'waiting', 'waiting'],
    ],
  ])('%s', (_, object, states) => {
    expect(statesOf(object)).toEqual(states);
  });

  it('is blocked while its Promise is paused', () => {
    const related = {
      works: [],
      workPlacements: [],
      destinations: [],
      promise: promise({}, { labels: { 'kratix.io/paused': 'true' } }),
    };
    const waiting = resource(
      {
        ...done,
        conditions: [
          condition('Reconciled', 'Unknown', 'PausedReconciliation'),
        ],
      },
      { generation: 2 },
    );
    expect(stagesOf(waiting, related).map(({ state }) => state)).toEqual([
      'done',
      'blocked',
      'done',
      'done',
      'waiting',
    ]);
  });
});

describe('stages of a deletion', () => {
  const kratixFinalizers = [
    'kratix.io/work-cleanup',
    'kratix.io/workflows-cleanup',
    'kratix.io/delete-workflows',
  ];
  const deleted = (finalizers: unknown, status: object = done, more = {}) =>
    resource(status, {
      deletionTimestamp: '2026-08-03T07:00:00Z',
      finalizers,
      ...more,
    });
  const related = (deletePipelines: unknown, jobs: object[] = []) => ({
    works: [],
    workPlacements: [],
    destinations: [],
    jobs,
    promise: {
      ...promise({}),
      spec: { workflows: { resource: { delete: deletePipelines } } },
    },
  });
  const withPipeline = related([{ kind: 'Pipeline' }]);
  const job = {
    metadata: { labels: { 'kratix.io/workflow-action': 'delete' } },
  };
  const failed = {
    ...done,
    conditions: [
      condition('DeleteWorkflowCompleted', 'False', 'DeleteWorkflowFailed'),
    ],
  };

  it.each([
    [
      'its final pipeline runs',
      deleted(kratixFinalizers),
      withPipeline,
      ['finalPipeline current', 'cleanUp waiting', 'gone waiting'],
    ],
    [
      'its final pipeline has failed',
      deleted(kratixFinalizers, failed),
      withPipeline,
      ['finalPipeline failed', 'cleanUp waiting', 'gone waiting'],
    ],
    [
      'its final pipeline waits for somebody',
      deleted(kratixFinalizers, pipeline('Suspended')),
      withPipeline,
      ['finalPipeline paused', 'cleanUp waiting', 'gone waiting'],
    ],
    [
      'its final pipeline is done',
      deleted(kratixFinalizers.slice(0, 2)),
      withPipeline,
      ['finalPipeline done', 'cleanUp current', 'gone waiting'],
    ],
    [
      'its Promise has no delete pipeline',
      deleted(kratixFinalizers),
      related([]),
      ['cleanUp current', 'gone waiting'],
    ],
    [
      'the version that it runs had one',
      deleted(kratixFinalizers),
      related(undefined, [job]),
      ['finalPipeline current', 'cleanUp waiting', 'gone waiting'],
    ],
    [
      'it is paused',
      deleted(kratixFinalizers, done, {
        labels: { 'kratix.io/paused': 'true' },
      }),
      related([]),
      ['cleanUp paused', 'gone waiting'],
    ],
    [
      'only the object may be seen, and finalizers are no list',
      deleted('oops'),
      undefined,
      ['cleanUp current', 'gone waiting'],
    ],
  ])('%s', (_, object, known, stages) => {
    expect(
      stagesOf(object, known).map(({ name, state }) => `${name} ${state}`),
    ).toEqual(stages);
  });

  // In the order in which a real Kratix takes them away.
  const ofPromise = [
    'kratix.io/delete-workflows',
    'kratix.io/workflows-cleanup',
    'kratix.io/resource-request-cleanup',
    'kratix.io/revision-cleanup',
    'kratix.io/dynamic-controller-dependant-resources-cleanup',
    'kratix.io/dependencies-cleanup',
    'kratix.io/api-crd-cleanup',
  ];
  const deletedPromise = (gone: number, spec: object, status = {}) => ({
    ...promise(status, {
      deletionTimestamp: '2026-08-03T07:00:00Z',
      finalizers: ofPromise.slice(gone),
    }),
    spec,
  });
  const api = { kind: 'CustomResourceDefinition' };
  const workflows = { promise: { delete: [{ kind: 'Pipeline' }] } };

  it.each<[string, object, string[]]>([
    [
      'its final pipeline runs',
      deletedPromise(0, { api, workflows }),
      [
        'finalPipeline current',
        'resources waiting',
        'cleanUp waiting',
        'gone waiting',
      ],
    ],
    [
      'its Resources are deleted',
      deletedPromise(2, { api, workflows }),
      [
        'finalPipeline done',
        'resources current',
        'cleanUp waiting',
        'gone waiting',
      ],
    ],
    [
      'its final pipeline was mended, and its Jobs are gone',
      deletedPromise(2, { api }, failed),
      [
        'finalPipeline done',
        'resources current',
        'cleanUp waiting',
        'gone waiting',
      ],
    ],
    [
      'what it has installed goes',
      deletedPromise(3, { api }),
      ['resources done', 'cleanUp current', 'gone waiting'],
    ],
    [
      'it has no API',
      deletedPromise(1, { workflows }),
      ['finalPipeline done', 'cleanUp current', 'gone waiting'],
    ],
  ])('of a Promise: %s', (_, object, stages) => {
    expect(
      stagesOf(object).map(({ name, state }) => `${name} ${state}`),
    ).toEqual(stages);
  });
});
