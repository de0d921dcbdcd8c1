import fc from 'fast-check';
import {
  condition,
  done,
  pipeline,
  promise,
  reconciled,
  resource,
} from './__testUtils__/objects';
import { healthOf, problemBehindPause } from './health';
import { placementsOf } from './placements';
import { stagesOf } from './stages';
import { healthStateSchema } from './healthSchema';
import { describeHealthReason, healthReasonCodes } from './reasons';

describe('health of a Resource', () => {
  const failedDeletion = {
    ...pipeline('Running'),
    conditions: [
      reconciled,
      condition('DeleteWorkflowCompleted', 'False', 'DeleteWorkflowFailed'),
    ],
  };
  it.each([
    [
      'deletionTimestamp',
      resource(done, { deletionTimestamp: '2026-08-03T07:00:00Z' }),
      'deleting',
    ],
    [
      'a failed delete workflow',
      resource(failedDeletion, { deletionTimestamp: '2026-08-03T07:00:00Z' }),
      'failed',
    ],
    [
      'a delete workflow that has failed, and succeeded after that',
      resource(failedDeletion, {
        deletionTimestamp: '2026-08-03T07:00:00Z',
        finalizers: ['kratix.io/work-cleanup'],
      }),
      'deleting',
    ],
    [
      'a failed pipeline',
      resource({ ...pipeline('Failed'), conditions: [reconciled] }),
      'failed',
    ],
    [
      'the condition of a failed workflow',
      resource({
        workflows: 1,
        conditions: [
          condition(
            'ConfigureWorkflowCompleted',
            'False',
            'ConfigureWorkflowFailed',
          ),
        ],
      }),
      'failed',
    ],
    [
      'a re-run after a failure',
      resource({
        workflows: 1,
        ...pipeline('Running'),
        conditions: [
          condition(
            'ConfigureWorkflowCompleted',
            'False',
            'ConfigureWorkflowFailed',
          ),
        ],
      }),
      'progressing',
    ],
    [
      'an unhealthy record',
      resource({
        ...done,
        conditions: [reconciled],
        healthStatus: { state: 'unhealthy' },
      }),
      'failed',
    ],
    [
      'the pause label',
      resource(
        { ...done, conditions: [reconciled] },
        { labels: { 'kratix.io/paused': 'true' } },
      ),
      'paused',
    ],
    [
      'PausedReconciliation that stayed when it was resumed',
      resource({
        ...done,
        conditions: [
          condition('Reconciled', 'Unknown', 'PausedReconciliation'),
        ],
      }),
      'progressing',
    ],
    [
      'a suspended pipeline',
      resource({ workflows: 1, ...pipeline('Suspended') }),
      'paused',
    ],
    [
      'a running pipeline',
      resource({ workflows: 1, ...pipeline('Running') }),
      'progressing',
    ],
    [
      'an update whose conditions are still True',
      resource(
        { ...done, ...pipeline('Pending'), conditions: [reconciled] },
        { generation: 2 },
      ),
      'progressing',
    ],
    [
      'a generation ahead of the observed one',
      resource({ ...done, conditions: [reconciled] }, { generation: 2 }),
      'progressing',
    ],
    [
      'WorksPending, seen without related objects',
      resource({
        ...done,
        conditions: [condition('Reconciled', 'Unknown', 'WorksPending')],
      }),
      'progressing',
    ],
    [
      'a degraded record',
      resource({
        ...done,
        conditions: [reconciled],
        healthStatus: { state: 'degraded' },
      }),
      'degraded',
    ],
    [
      'misplaced Works',
      resource({
        ...done,
        conditions: [
          condition('Reconciled', 'False', 'WorksFailing'),
          condition('WorksSucceeded', 'False', 'WorksMisplaced'),
        ],
      }),
      'degraded',
    ],
    [
      'Reconciled True',
      resource({ ...done, conditions: [reconciled] }),
      'ready',
    ],
    [
      'no pipelines and observedGeneration',
      resource({ workflows: 0, observedGeneration: 1 }),
      'ready',
    ],
    [
      'no pipelines, and a change that was not observed',
      resource({ workflows: 0, observedGeneration: 1 }, { generation: 2 }),
      'progressing',
    ],
    ['no status', resource(undefined), 'pending'],
    [
      'an unavailable Promise',
      resource({
        conditions: [
          condition(
            'PromiseAvailable',
            'False',
            'PromiseRequirementsNotInstalled',
          ),
        ],
      }),
      'pending',
    ],
    ['a status that is text', resource('oops' as unknown as object), 'unknown'],
    [
      'conditions that are no list',
      resource({ conditions: 'oops' }),
      'unknown',
    ],
  ])('%s', (_name, object, state) => {
    expect(healthOf(object).state).toBe(state);
  });

  describe('with what hangs below it', () => {
    const work = (reason: string) => ({
      metadata: { name: 'w' },
      status: { conditions: [condition('Ready', 'False', reason)] },
    });
    const placement = (...conditions: object[]) => ({
      metadata: { name: 'p', labels: { 'kratix.io/work': 'w' } },
      spec: {
        targetDestinationName: 'worker-1',
        workloads: [{ filepath: 'a.yaml' }],
      },
      status: { conditions },
    });
    const written = condition(
      'WriteSucceeded',
      'True',
      'WorkloadsWrittenToStateStore',
    );
    const destination = (status: string, reason: string) => ({
      metadata: { name: 'worker-1' },
      status: { conditions: [condition('Ready', status, reason)] },
    });
    const ok = resource({ ...done, conditions: [reconciled] });
    const ready = destination('True', 'TestDocumentsWritten');

    it.each([
      [
        'a Work no Destination matches',
        resource({
          ...done,
          conditions: [condition('Reconciled', 'Unknown', 'WorksPending')],
        }),
        {
          works: [work('UnscheduledWorkloads')],
          workPlacements: [],
          destinations: [],
        },
        'degraded',
        'noDestinationMatches',
      ],
      [
        'a placement that is not written yet',
        ok,
        {
          works: [work('x')],
          workPlacements: [placement()],
          destinations: [ready],
        },
        'progressing',
        'writing',
      ],
      [
        'a placement whose write failed',
        ok,
        {
          works: [work('x')],
          workPlacements: [
            placement(
              condition('WriteSucceeded', 'False', 'WorkloadsFailedWrite'),
            ),
          ],
          destinations: [ready],
        },
        'degraded',
        'failing',
      ],
      [
        'a misplaced placement',
        ok,
        {
          works: [work('x')],
          workPlacements: [
            placement(written, condition('Ready', 'False', 'Misplaced')),
          ],
          destinations: [ready],
        },
        'degraded',
        'misplaced',
      ],
      [
        'a Destination whose state store is gone, although the write still says True',
        ok,
        {
          works: [work('x')],
          workPlacements: [placement(written)],
          destinations: [destination('False', 'StateStoreNotFound')],
        },
        'degraded',
        'destinationNotReady',
      ],
      [
        'everything written',
        ok,
        {
          works: [work('x')],
          workPlacements: [placement(written)],
          destinations: [ready],
        },
        'ready',
        'reconciled',
      ],
    ])('%s', (_name, object, related, state, code) => {
      expect(healthOf(object, related)).toMatchObject({
        state,
        reason: { code },
      });
    });

    it('says in a few words why the state store refuses', () => {
      const message =
        'operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: Access Denied';
      const related = {
        works: [work('x')],
        workPlacements: [
          placement({
            ...condition('WriteSucceeded', 'False', 'WorkloadsFailedWrite'),
            message,
          }),
        ],
        destinations: [ready],
      };
      expect(describeHealthReason(healthOf(ok, related).reason)).toBe(
        'It could not be sent to worker-1: access denied',
      );
      expect(placementsOf(related)).toMatchObject([{ message }]);
    });

    it('looks through the Works once, however many rules ask where they went', () => {
      let reads = 0;
      const related = {
        get works() {
          reads += 1;
          return [work('x')];
        },
        workPlacements: [placement(written)],
        destinations: [ready],
      };
      expect(healthOf(ok, related).state).toBe('ready');
      expect(stagesOf(ok, related)).toHaveLength(5);
      expect(placementsOf(related)).toHaveLength(1);
      expect(reads).toBe(1);
    });

    it('a Work of a pipeline that wrote nothing has nowhere to go, and is done', () => {
      const related = {
        works: [
          work('x'),
          { metadata: { name: 'y' }, spec: { workloadGroups: [] } },
        ],
        workPlacements: [placement(written)],
        destinations: [ready],
      };
      expect(placementsOf(related).map(delivery => delivery.work)).toEqual([
        'w',
      ]);
      expect(stagesOf(ok, related).map(({ state }) => state)).toEqual(
        Array.from({ length: 5 }, () => 'done'),
      );
    });
  });
});

describe('health of a Promise', () => {
  const available = condition('Available', 'True', 'PromiseAvailable');
  const unavailable = condition('Available', 'False', 'PromiseUnavailable');
  it.each([
    [
      'Available, whatever Reconciled says',
      promise({
        conditions: [
          available,
          condition('Reconciled', 'Unknown', 'RequirementsNotFulfilled'),
        ],
      }),
      'ready',
    ],
    [
      'an API that Kratix cannot run, although it says Available',
      {
        ...promise({ conditions: [available] }),
        spec: { api: { spec: { scope: 'Cluster' } } },
      },
      'failed',
    ],
    [
      'a failed workflow while not available',
      promise({ ...pipeline('Failed'), conditions: [unavailable] }),
      'failed',
    ],
    [
      'a failed re-run while still available',
      promise({ ...pipeline('Failed'), conditions: [available] }),
      'degraded',
    ],
    [
      'a running pipeline while not available',
      promise({ ...pipeline('Running'), conditions: [unavailable] }),
      'progressing',
    ],
    [
      'available before, and gone through again',
      promise({
        lastAvailableTime: '2026-08-01T09:00:00Z',
        conditions: [unavailable],
      }),
      'progressing',
    ],
    [
      'failing Works of its own',
      promise({
        conditions: [
          available,
          condition('WorksSucceeded', 'False', 'WorksFailing'),
        ],
      }),
      'degraded',
    ],
    [
      'a missing requirement',
      promise({
        conditions: [unavailable],
        requiredPromises: [
          { name: 'kafka', version: 'v2', state: 'Requirement not installed' },
        ],
      }),
      'pending',
    ],
    [
      'paused',
      promise(
        {
          conditions: [condition('Available', 'False', 'PausedReconciliation')],
        },
        { labels: { 'kratix.io/paused': 'true' } },
      ),
      'paused',
    ],
  ])('%s', (_name, object, state) => {
    expect(healthOf(object).state).toBe(state);
  });

  it.each([
    ['Requirement not installed', 'Needs kafka v2, which is not installed.'],
    [
      'Requirement not installed at the specified version',
      'Needs kafka in version v2, but another version is installed.',
    ],
    ['Requirement not available', 'Needs kafka v2, which is not available.'],
    [
      'Requirement state unknown',
      'Needs kafka v2; the platform cannot tell whether it is installed.',
    ],
  ])('names the Promise that is missing, and how: %s', (state, text) => {
    const { reason } = healthOf(
      promise({
        conditions: [unavailable],
        requiredPromises: [{ name: 'kafka', version: 'v2', state }],
      }),
    );
    expect(describeHealthReason(reason)).toBe(text);
  });
});

describe('health and stages of anything', () => {
  const statusLike = fc.record(
    {
      conditions: fc.oneof(
        fc.jsonValue(),
        fc.array(
          fc.record({
            type: fc.constantFrom(
              'Reconciled',
              'Available',
              'WorksSucceeded',
              'ConfigureWorkflowCompleted',
            ),
            status: fc.constantFrom('True', 'False', 'Unknown'),
            reason: fc.string(),
          }),
        ),
      ),
      kratix: fc.oneof(
        fc.jsonValue(),
        fc.record({ workflows: fc.record({ pipelines: fc.jsonValue() }) }),
      ),
      observedGeneration: fc.jsonValue(),
      workflows: fc.jsonValue(),
      healthStatus: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  it('always gives a known state, a known reason and five stages', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            kind: fc.constantFrom('Promise', 'X'),
            apiVersion: fc.constant('platform.kratix.io/v1alpha1'),
            metadata: fc.jsonValue(),
            status: statusLike,
          }),
        ),
        fc.option(
          fc.record({
            works: fc.array(fc.jsonValue()),
            workPlacements: fc.array(fc.jsonValue()),
            destinations: fc.array(fc.jsonValue()),
          }),
          { nil: undefined },
        ),
        (object, related) => {
          const result = healthOf(object, related);
          expect(healthStateSchema.options).toContain(result.state);
          expect(healthReasonCodes).toContain(result.reason.code);
          expect(describeHealthReason(result.reason)).not.toBe('');
          const list = stagesOf(object, related);
          expect(list).toHaveLength(5);
          const firstOpen = list.findIndex(stage => stage.state !== 'done');
          const later = firstOpen === -1 ? [] : list.slice(firstOpen + 1);
          // What runs stays delivered while a change of it is configured.
          const isChange = list[firstOpen]?.name === 'configure';
          expect(
            later.every(
              ({ state }) =>
                state === 'waiting' || (isChange && state === 'done'),
            ),
          ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what was wrong with a Resource that is paused', () => {
  const pausedAnd = (status: object, labels = { 'kratix.io/paused': 'true' }) =>
    resource({ ...done, conditions: [reconciled], ...status }, { labels });
  const degraded = { healthStatus: { state: 'degraded' } };
  const nowhere = {
    works: [
      {
        metadata: { name: 'w' },
        status: {
          conditions: [condition('Ready', 'False', 'UnscheduledWorkloads')],
        },
      },
    ],
    workPlacements: [],
    destinations: [],
  };

  it.each<[string, object, Parameters<typeof healthOf>[1], string | undefined]>(
    [
      ['a degraded one', pausedAnd(degraded), undefined, 'healthDegraded'],
      ['one that runs nowhere', pausedAnd({}), nowhere, 'noDestinationMatches'],
      ['one that was all right', pausedAnd({}), undefined, undefined],
      [
        'one that is not paused',
        resource({ ...done, ...degraded }),
        undefined,
        undefined,
      ],
      ['nothing', {}, undefined, undefined],
    ],
  )('%s', (_, object, related, code) => {
    expect(problemBehindPause(object, related)?.reason.code).toBe(code);
  });
});

it.each([
  ['paused', 'paused', { labels: { 'kratix.io/paused': 'true' } }],
  ['progressing', 'resumed', {}],
])('is %s where its Promise is %s', (state, _, metadata) => {
  const paused = resource({
    ...done,
    conditions: [condition('Reconciled', 'Unknown', 'PausedReconciliation')],
  });
  const related = {
    works: [],
    workPlacements: [],
    destinations: [],
    promise: promise({}, metadata),
  };
  expect(healthOf(paused, related).state).toBe(state);
});

it('says which pipeline a deletion runs, and none from before it', () => {
  const deletionTimestamp = '2026-08-03T07:00:00Z';
  const reasonWith = (lastTransitionTime: string) =>
    healthOf(
      resource(
        {
          kratix: {
            workflows: {
              pipelines: [
                { name: 'backup', phase: 'Running', lastTransitionTime },
              ],
            },
          },
        },
        { deletionTimestamp },
      ),
    ).reason;
  expect(reasonWith('2026-08-03T07:00:05Z')).toEqual({
    code: 'deletionRuns',
    values: { pipeline: 'backup' },
  });
  expect(reasonWith('2026-08-03T06:59:00Z').code).toBe('deleting');
});

it('does not speak of a change before the first one is carried out', () => {
  const { state, reason } = healthOf(resource({ workflows: 1 }));
  expect([state, reason.code]).toEqual(['progressing', 'reconciling']);
});
