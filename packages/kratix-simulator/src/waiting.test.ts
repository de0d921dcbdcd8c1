import { describeRecorded } from '@internal/testbed';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import {
  FROM_START,
  MANUAL,
  PAUSED,
  annotated,
  createDestination,
  mark,
  refOf,
  scripted,
  testClient,
  typesUnder,
  type Marks,
} from './__testUtils__/cluster';
import {
  all,
  gone,
  hasLabel,
  hasPhase,
  hasReason,
  isFailed,
  isObserved,
  isPending,
  isReconciled,
  not,
  Recorder,
  type Condition,
} from './__testUtils__/recorder';
import {
  differenceOf,
  differenceWithin,
  manifestsIn,
  recordedStates,
  settled,
  underPrefix,
  type Part,
} from './__testUtils__/recordings';
import { selector } from './workflow/subject';

/**
 * Repeats what the recording `waiting` did to Resources of the Promises `plain` and
 * `steps`, and to these: parts 1 to 7. Compared as in `traces.test.ts`; runs that were
 * slow in the recording also state by state. `waitingPromises.test.ts` and
 * `dryRun.test.ts` repeat the others.
 *
 * Known differences, and why they stay:
 * - Whether a fast pipeline ends before Kratix looks at it is a race (see `settled`).
 */
const PREFIX = 'waiting';
const TRACE = 'waiting.jsonl';
const client = testClient();
const stop = new AbortController();
afterAll(() => stop.abort());

const typeOf = typesUnder(PREFIX);
const steps = typeOf('steps');
const plains = typeOf('plains');
const promiseOf = (name: string) => ({ name: `${PREFIX}-${name}` });

const SUSPENDED = 'kratix.io/workflow-suspended';

const scripts = {
  network: annotated('network'),
  database: annotated('database'),
  teardown: annotated('teardown'),
};

const change = (
  type: ResourceType,
  key: { namespace?: string; name: string },
  labels: Marks,
  annotations?: Marks,
) => mark(client, type, key, labels, annotations);

describeRecorded(
  'Resources that wait, fail and are mended',
  [`traces/${TRACE}`, 'traces/waiting-objects'],
  corpus => {
    const recorded = (plural: string, name: string, part?: Part) =>
      recordedStates(corpus, TRACE, plural, name, part);
    const read = (fileName: string) =>
      manifestsIn(corpus, 'traces', 'waiting-objects', fileName).map(m =>
        underPrefix(m, PREFIX),
      );
    let promises: Recorder;
    let ofPlain: Recorder;
    let ofSteps: Recorder;

    beforeAll(async () => {
      await createDestination(client, PREFIX, 'dev');
      const start = (type: ResourceType) =>
        Recorder.start(client, type, stop.signal);
      promises = await start(resourceTypes.promises);
      const wanted = ['plain', 'steps'].map(name => promiseOf(name).name);
      for (const promise of read('waiting-promises.yaml')) {
        if (!wanted.includes(promise.metadata.name)) continue;
        await client.create(resourceTypes.promises, scripted(promise, scripts));
      }
      for (const name of wanted) {
        await promises.until(name, hasReason('WorksSucceeded'));
      }
      ofPlain = await start(plains);
      ofSteps = await start(steps);
      const requests = read('waiting-requests.yaml');
      const create = (kind: string, type: ResourceType) =>
        Promise.all(
          requests
            .filter(r => r.kind === kind)
            .map(r => client.create(type, r)),
        );
      await create('Plain', plains);
      await create('Step', steps);
      await ofPlain.until('p1', isObserved(1));
      for (const { metadata } of requests.filter(r => r.kind === 'Step')) {
        await ofSteps.until(metadata.name, isReconciled);
      }
    }, 60_000);

    afterAll(async () => {
      for (const name of ['plain', 'steps']) {
        await client
          .delete(resourceTypes.promises, promiseOf(name))
          .catch(ifNotFound);
      }
    });

    /** How the whole life of a Resource of `steps` is different from the recording. */
    const differenceOfLife = (name: string) =>
      differenceOf(
        name,
        settled(ofSteps.states(name)),
        settled(recorded('steps', name)),
      );

    it('pauses and resumes a Resource without pipelines', async () => {
      await change(plains, refOf('p1'), { [PAUSED]: 'true' });
      await ofPlain.until('p1', hasReason('PausedReconciliation'));
      await change(plains, refOf('p1'), { [PAUSED]: null });
      await ofPlain.until('p1', hasReason('Unpaused'));
      expect(
        differenceOf('p1', ofPlain.states('p1'), recorded('plains', 'p1')),
      ).toBe('');
    }, 30_000);

    it('pauses and resumes a Resource with pipelines, changed meanwhile', async () => {
      await change(steps, refOf('calm'), { [PAUSED]: 'true' });
      await ofSteps.until('calm', hasReason('PausedReconciliation'));
      await client.patch(steps, refOf('calm'), { spec: { size: 'large' } });
      await ofSteps.through(
        () => change(steps, refOf('calm'), { [PAUSED]: null }),
        { calm: [hasLabel(FROM_START), all(isReconciled, isObserved(2))] },
      );
      expect(differenceOfLife('calm')).toBe('');
    }, 30_000);

    it('holds back the deletion of a paused Resource', async () => {
      await change(steps, refOf('parted'), { [PAUSED]: 'true' });
      await ofSteps.until('parted', hasReason('PausedReconciliation'));
      await client.delete(steps, refOf('parted'));
      await ofSteps.until(
        'parted',
        object => at(object, 'metadata', 'deletionTimestamp') !== undefined,
      );
      await change(steps, refOf('parted'), { [PAUSED]: null });
      await ofSteps.until('parted', gone);
      expect(differenceOfLife('parted')).toBe('');
    }, 30_000);

    it('suspends a deletion until the label is removed', async () => {
      await change(steps, refOf('held'), {}, { teardown: 'suspends' });
      await client.delete(steps, refOf('held'));
      await ofSteps.until('held', hasReason('DeleteWorkflowSuspended'));
      await change(steps, refOf('held'), {}, { teardown: null });
      await change(steps, refOf('held'), { [SUSPENDED]: null });
      await ofSteps.until('held', gone);
      expect(differenceOfLife('held')).toBe('');
    }, 30_000);

    it('retries a deletion that failed', async () => {
      await change(steps, refOf('stuck'), {}, { teardown: 'fails' });
      await client.delete(steps, refOf('stuck'));
      await ofSteps.until('stuck', hasReason('DeleteWorkflowFailed'));
      await ofSteps.through(
        () => change(steps, refOf('stuck'), { [MANUAL]: 'true' }),
        { stuck: [hasLabel(MANUAL), not(hasLabel(MANUAL))] },
      );
      // The condition does not tell when this attempt has failed too; its Job does.
      const jobs = await Recorder.start(
        client,
        resourceTypes.jobs,
        stop.signal,
      );
      for (const job of await teardownJobs('stuck')) {
        await jobs.until(job.metadata.name, hasReason('BackoffLimitExceeded'));
      }
      await change(
        steps,
        refOf('stuck'),
        { [MANUAL]: 'true' },
        { teardown: null },
      );
      await ofSteps.until('stuck', gone);
      expect(differenceOfLife('stuck')).toBe('');
    }, 30_000);

    it('mends a failure by another spec and by manual reconciliation', async () => {
      const changeSpec = (
        generation: number,
        annotations: Marks,
        ...then: Condition[]
      ) =>
        ofSteps.through(
          () =>
            client.patch(steps, refOf('mended'), {
              metadata: { annotations },
              spec: { size: `size ${generation}` },
            }),
          { mended: then },
        );
      const mendedAt = (generation: number) =>
        all(isReconciled, isObserved(generation));
      await changeSpec(2, { database: 'fails' }, isPending, isFailed);
      await changeSpec(3, { network: 'fails' }, isPending, isFailed);
      // Not Pending in between: its first pipeline stays Failed until it runs.
      const slowly = { network: 'slow', database: 'slow' };
      await changeSpec(4, slowly, hasPhase('network:Running'), mendedAt(4));
      const again = { network: null, database: 'fails' };
      await changeSpec(5, again, isPending, isFailed);
      await changeSpec(6, { database: null }, isPending, mendedAt(6));
      await changeSpec(7, { database: 'fails' }, isPending, isFailed);
      await ofSteps.through(
        () =>
          change(
            steps,
            refOf('mended'),
            { [MANUAL]: 'true' },
            { database: null },
          ),
        { mended: [hasLabel(MANUAL), isPending, mendedAt(7)] },
      );
      expect(differenceOfLife('mended')).toBe('');
      const slow = recorded('steps', 'mended', {
        from: '6-mended-changed-fixed',
        until: '6-mended-changed-second-pipeline-fails-again',
      });
      expect(
        differenceWithin('mended, slowly', ofSteps.states('mended'), slow),
      ).toBe('');
    }, 90_000);

    it('replaces a run that is under way by manual reconciliation', async () => {
      const inProgress = (phase: string) =>
        all(hasReason('PipelinesInProgress'), hasPhase(phase));
      await ofSteps.through(
        () =>
          client.patch(steps, refOf('hurried'), {
            metadata: { annotations: { network: 'slow', database: 'slow' } },
            spec: { size: 'large' },
          }),
        { hurried: [isPending, inProgress('network:Running')] },
      );
      await ofSteps.through(
        () => change(steps, refOf('hurried'), { [MANUAL]: 'true' }),
        { hurried: [hasLabel(MANUAL), all(isReconciled, isObserved(2))] },
      );
      await ofSteps.through(
        () =>
          client.patch(steps, refOf('hurried'), {
            metadata: { annotations: { network: null } },
            spec: { size: 'larger' },
          }),
        { hurried: [isPending, inProgress('database:Running')] },
      );
      await ofSteps.through(
        () =>
          change(
            steps,
            refOf('hurried'),
            { [MANUAL]: 'true' },
            { network: 'slow' },
          ),
        { hurried: [hasLabel(MANUAL), all(isReconciled, isObserved(3))] },
      );
      expect(differenceOfLife('hurried')).toBe('');
      for (const part of [
        { from: '7-hurried-changed', until: '7-hurried-changed-again' },
        {
          from: '7-hurried-manual-reconciliation-while-database-runs',
          until: '8-setup-promise-manual-reconciliation',
        },
      ]) {
        expect(
          differenceWithin(
            part.from,
            ofSteps.states('hurried'),
            recorded('steps', 'hurried', part),
          ),
        ).toBe('');
      }
      const suspendedJobs = (await jobsOf('hurried')).filter(
        job => at(job, 'spec', 'suspend') === true,
      );
      expect(suspendedJobs.map(pipelineOf).sort()).toEqual([
        'database',
        'network',
      ]);
      for (const job of suspendedJobs) {
        expect(job.status).toMatchObject({
          conditions: [{ type: 'Suspended', status: 'True' }],
        });
        const pods = await client.list(resourceTypes.pods, {
          namespace: 'default',
          labelSelector: `job-name=${job.metadata.name}`,
        });
        expect(pods.items).toEqual([]);
      }
    }, 90_000);

    it('pauses and resumes Promises without pipelines of their own', async () => {
      for (const name of ['plain', 'steps']) {
        const promise = promiseOf(name);
        await change(resourceTypes.promises, promise, { [PAUSED]: 'true' });
        await promises.until(promise.name, hasReason('PausedReconciliation'));
        await promises.through(
          () => change(resourceTypes.promises, promise, { [PAUSED]: null }),
          { [promise.name]: [hasReason('PromiseAvailable')] },
        );
        expect(
          differenceOf(
            name,
            promises.states(promise.name),
            recorded('promises', name),
          ),
        ).toBe('');
      }
      // Their Resources notice nothing of it.
      for (const name of ['calm', 'mended', 'hurried']) {
        expect(ofSteps.states(name).at(-1)).toBe(
          recorded('steps', name).at(-1),
        );
      }
    }, 30_000);
  },
);

const pipelineOf = (job: Manifest) =>
  job.metadata.labels?.['kratix.io/pipeline-name'];

async function jobsOf(resource: string): Promise<Manifest[]> {
  const { items } = await client.list(resourceTypes.jobs, {
    namespace: 'default',
    labelSelector: selector({
      'kratix.io/promise-name': promiseOf('steps').name,
      'kratix.io/resource-name': resource,
    }),
  });
  return items;
}

const teardownJobs = async (resource: string) =>
  (await jobsOf(resource)).filter(job => pipelineOf(job) === 'teardown');
