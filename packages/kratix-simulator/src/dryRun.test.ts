import { describeRecorded, eventually } from '@internal/testbed';
import {
  ifNotFound,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import {
  MANUAL,
  createDestination,
  mark,
  refOf,
  scripted,
  testClient,
  typesUnder,
} from './__testUtils__/cluster';
import {
  gone,
  hasLabel,
  hasReason,
  isPending,
  isReconciled,
  Recorder,
} from './__testUtils__/recorder';
import {
  differenceOf,
  manifestNamed,
  recordedStates,
  settled,
  underPrefix,
} from './__testUtils__/recordings';
import { dryRunType } from './controllers/dryRun';
import { selector } from './workflow/subject';

/**
 * Repeats the dry runs of the recording `waiting`: part 11. Compared as in
 * `traces.test.ts`.
 *
 * Known differences, and why they stay:
 * - The recording's first life of `guess` is one without the feature. It says nothing else
 *   than the second: without the feature only `DryRun` objects are left alone. The
 *   simulator that all tests share has the feature.
 * - Whether a fast pipeline ends before Kratix looks at it is a race (see `settled`).
 */
const PREFIX = 'guessing';
const TRACE = 'waiting.jsonl';
const DRY_RUN = 'kratix.io/dry-run';
const client = testClient();
const stop = new AbortController();
afterAll(() => stop.abort());

const type = typesUnder(PREFIX)('steps');

describeRecorded(
  'dry runs',
  [`traces/${TRACE}`, 'traces/waiting-objects'],
  corpus => {
    const read = (fileName: string, name: string) =>
      underPrefix(
        manifestNamed(corpus, name, 'traces', 'waiting-objects', fileName),
        PREFIX,
      );
    const worksOf = async (resource: string) =>
      (
        await client.list(resourceTypes.works, {
          namespace: 'default',
          labelSelector: selector({
            'kratix.io/promise-name': `${PREFIX}-steps`,
            'kratix.io/resource-name': resource,
          }),
        })
      ).items;

    afterAll(async () => {
      await client
        .delete(resourceTypes.promises, { name: `${PREFIX}-steps` })
        .catch(ifNotFound);
      // Dry runs of others would go there.
      await client
        .delete(resourceTypes.destinations, { name: `${PREFIX}-dry` })
        .catch(ifNotFound);
    });

    it('goes through a dry run, its summary, and what becomes of it', async () => {
      await createDestination(client, PREFIX, 'dev');
      const start = (of: ResourceType) =>
        Recorder.start(client, of, stop.signal);
      const promises = await start(resourceTypes.promises);
      await client.create(
        resourceTypes.promises,
        scripted(read('waiting-promises.yaml', 'steps'), {}),
      );
      await promises.until(`${PREFIX}-steps`, hasReason('WorksSucceeded'));
      const requests = await start(type);
      const dryRuns = await start(dryRunType);
      const guess = read('dry-run.yaml', 'guess');
      const dryRun = read('dry-run.yaml', 'try');

      await client.create(type, guess);
      await requests.until('guess', hasReason('WorksPending'));
      await client.delete(type, refOf('guess'));
      await requests.until('guess', gone);
      await client.create(type, guess);
      await requests.until('guess', hasReason('WorksPending'));
      await createDestination(client, PREFIX, 'dry', { [DRY_RUN]: 'true' });
      await requests.until('guess', hasReason('DryRunSucceeded'));

      await client.create(dryRunType, dryRun);
      await dryRuns.until('try', hasReason('SummaryWritten'));
      const made = 'kratix-dry-run-try-06e9a';
      await requests.until(made, hasReason('DryRunSucceeded'));
      const madeWorks = await worksOf(made);
      expect(
        madeWorks.map(w => w.metadata.labels?.[`${DRY_RUN}-summary`]).sort(),
      ).toEqual(['true', undefined, undefined]);

      await requests.through(
        () => mark(client, type, refOf('guess'), { [DRY_RUN]: null }),
        { guess: [hasLabel(MANUAL), isPending, isReconciled] },
      );
      expect(
        (await worksOf('guess')).map(w => w.metadata.labels?.[DRY_RUN]),
      ).toEqual([undefined, undefined]);

      await client.delete(dryRunType, refOf('try'));
      await dryRuns.until('try', gone);
      await requests.until(made, gone);
      await eventually(
        'the Works of the dry run are gone',
        async () => (await worksOf(made)).length === 0,
      );

      for (const name of ['guess', made]) {
        expect(
          differenceOf(
            name,
            settled(requests.states(name)),
            settled(recordedStates(corpus, TRACE, 'steps', name)),
          ),
        ).toBe('');
      }
      expect(
        differenceOf(
          'try',
          dryRuns.states('try'),
          recordedStates(corpus, TRACE, 'dryruns', 'try'),
        ),
      ).toBe('');
    }, 90_000);
  },
);
