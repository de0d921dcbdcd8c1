import { describeRecorded, eventually } from '@internal/testbed';
import { at, conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import {
  bucketStores,
  createDestination,
  file,
  mark,
  refOf,
  scripted,
  testClient,
  typesUnder,
} from './__testUtils__/cluster';
import {
  all,
  hasCondition,
  hasReason,
  isObserved,
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
import { selector } from './workflow/subject';

/**
 * Repeats the recording `delivery`, but for its upgrades (`upgrades.test.ts`): parts 1, 2,
 * 3 and 5. Compared as in `traces.test.ts`.
 *
 * Known differences, and why they stay:
 * - How often `Reconciled` alternates while the state store is dead is not compared: it
 *   depends on the speed of the machine. Nor are the Works, which alternate too.
 * - The Work of a Promise's `dependencies` is written once; a real Kratix writes it some
 *   twenty times a second without end, with no other content.
 * - A new or relabelled Destination makes a Work fail to schedule for a moment in the
 *   recording (two writers met). Its Resource does not show it.
 * - Whether a fast pipeline ends before Kratix looks at it is a race (see `settled`).
 */
const PREFIX = 'delivery';
const TRACE = 'delivery.jsonl';
const client = testClient();
const stop = new AbortController();
afterAll(() => stop.abort());

const typeOf = typesUnder(PREFIX);
const nameOf = (promise: string) => `${PREFIX}-${promise}`;
const isReady = hasCondition('Reconciled=True/Reconciled');
const start = (type: ResourceType) => Recorder.start(client, type, stop.signal);

/** The Works of a Resource, or their WorkPlacements. */
async function listOf(type: ResourceType, promise: string, resource: string) {
  const works = await client.list(resourceTypes.works, {
    namespace: 'default',
    labelSelector: selector({
      'kratix.io/promise-name': nameOf(promise),
      'kratix.io/resource-name': resource,
    }),
  });
  if (type === resourceTypes.works) return works.items;
  const names = works.items.map(w => w.metadata.name);
  const { items } = await client.list(type, { namespace: 'default' });
  return items.filter(p =>
    names.includes(p.metadata.labels?.['kratix.io/work'] ?? ''),
  );
}

const isTrue = (type: string) => (object: Manifest) =>
  conditionsOf(object).some(c => c.type === type && c.status === 'True');

describeRecorded(
  'delivery',
  [`traces/${TRACE}`, 'traces/waiting-objects'],
  corpus => {
    const recorded = (plural: string, name: string) =>
      recordedStates(corpus, TRACE, plural, name);
    const read = (fileName: string, name: string) =>
      underPrefix(
        manifestNamed(corpus, name, 'traces', 'waiting-objects', fileName),
        PREFIX,
      );
    const applied: string[] = [];
    const applyPromise = async (
      name: string,
      scripts: Record<string, object[]> = {},
    ) => {
      const promise = read('delivery-promises.yaml', name);
      await client.create(resourceTypes.promises, scripted(promise, scripts));
      applied.push(promise.metadata.name);
    };
    const request = (name: string, plural: string) =>
      client.create(typeOf(plural), read('delivery-requests.yaml', name));
    let promises: Recorder;

    beforeAll(async () => {
      await createDestination(client, PREFIX, 'dev');
      promises = await start(resourceTypes.promises);
    }, 30_000);

    afterAll(async () => {
      for (const name of applied) {
        await client.delete(resourceTypes.promises, { name }).catch(ifNotFound);
      }
    });

    it('places each group of files, also when a Destination matches no more', async () => {
      await applyPromise('split', {
        build: [
          file,
          {
            file: {
              path: 'extra/more.yaml',
              content: 'a: {{ metadata.name }}',
            },
          },
          {
            destination: { environment: `${PREFIX}-moon` },
            directory: 'extra',
          },
        ],
      });
      await applyPromise('far');
      for (const name of ['split', 'far']) {
        await promises.until(nameOf(name), hasReason('WorksSucceeded'));
      }
      const splits = await start(typeOf('splits'));
      const fars = await start(typeOf('fars'));
      await request('half', 'splits');
      await request('lone', 'fars');
      await splits.until('half', hasReason('WorksPending'));
      await fars.until('lone', hasReason('WorksPending'));
      await createDestination(client, PREFIX, 'moon');
      await splits.until('half', isReady);
      await fars.until('lone', isReady);
      const relabel = (environment: string) =>
        mark(
          client,
          resourceTypes.destinations,
          { name: `${PREFIX}-moon` },
          { environment: `${PREFIX}-${environment}` },
        );
      await relabel('venus');
      await splits.until('half', hasReason('WorksMisplaced'));
      await fars.until('lone', hasReason('WorksMisplaced'));
      await splits.through(
        () =>
          client.patch(typeOf('splits'), refOf('half'), {
            spec: { size: 'large' },
          }),
        { half: [isPending, isObserved(2)] },
      );
      await relabel('moon');
      await splits.until('half', isReady);
      await fars.until('lone', isReady);

      const misplaced = (
        await listOf(resourceTypes.workPlacements, 'split', 'half')
      ).filter(p => p.metadata.labels?.['kratix.io/misplaced'] === 'true');
      expect(
        misplaced.map(p => at(p, 'spec', 'targetDestinationName')),
      ).toEqual([`${PREFIX}-moon`]);
      expect(conditionsOf(misplaced[0])).toContainEqual(
        expect.objectContaining({
          type: 'Ready',
          status: 'False',
          reason: 'Misplaced',
        }),
      );
      expect(
        differenceOf(
          'half',
          settled(splits.states('half')),
          settled(recorded('splits', 'half')),
        ),
      ).toBe('');
      expect(
        differenceOf(
          'lone',
          settled(fars.states('lone')),
          settled(recorded('fars', 'lone')),
        ),
      ).toBe('');
    }, 60_000);

    it('alternates while the state store is dead, and recovers', async () => {
      await applyPromise('steps');
      await promises.until(nameOf('steps'), hasReason('WorksSucceeded'));
      const steps = await start(typeOf('steps'));
      const reach = (unreachable: string | null) =>
        mark(
          client,
          bucketStores,
          { name: `${PREFIX}-store` },
          {},
          { 'simulator.kratix.io/unreachable': unreachable },
        );
      const written = (name: string) =>
        eventually(`the files of ${name} are written`, async () => {
          const placements = await listOf(
            resourceTypes.workPlacements,
            'steps',
            name,
          );
          const works = await listOf(resourceTypes.works, 'steps', name);
          return (
            placements.length === 2 &&
            placements.every(isTrue('WriteSucceeded')) &&
            works.every(isTrue('Ready'))
          );
        });
      for (const name of ['one', 'two']) await request(name, 'steps');
      for (const name of ['one', 'two']) {
        await steps.until(name, isReconciled);
        await written(name);
      }
      await reach('dial tcp: connection refused');
      const failing = hasReason('WorksFailing');
      await steps.through(
        () =>
          client.patch(typeOf('steps'), refOf('one'), {
            spec: { size: 'large' },
          }),
        {
          one: [
            isPending,
            all(isReconciled, isObserved(2)),
            failing,
            isReady,
            failing,
          ],
        },
      );
      await reach(null);
      await written('one');
      await steps.until('one', isReady);

      for (const name of ['one', 'two']) {
        expect(
          differenceOf(
            name,
            withoutAlternation(settled(steps.states(name))),
            withoutAlternation(settled(recorded('steps', name))),
          ),
        ).toBe('');
      }
    }, 60_000);

    it('waits for a Destination: a Promise, its Resource, and dependencies', async () => {
      await applyPromise('homeless-run');
      await promises.until(nameOf('homeless-run'), hasReason('WorksPending'));
      const drifters = await start(typeOf('drifters'));
      await request('d1', 'drifters');
      await drifters.until('d1', hasReason('WorksPending'));
      await applyPromise('homeless-parts');
      await promises.until(
        nameOf('homeless-parts'),
        hasReason('WorksSucceeded'),
      );
      await createDestination(client, PREFIX, 'mars');
      await promises.until(nameOf('homeless-run'), isReady);
      await drifters.until('d1', isReady);

      for (const name of ['homeless-run', 'homeless-parts']) {
        expect(
          differenceOf(
            name,
            settled(promises.states(nameOf(name))),
            settled(recorded('promises', name)),
          ),
        ).toBe('');
      }
      expect(
        differenceOf(
          'd1',
          settled(drifters.states('d1')),
          settled(recorded('drifters', 'd1')),
        ),
      ).toBe('');
    }, 60_000);
  },
);

/** States in which the times between the first failure and its end are one. */
function withoutAlternation(states: string[]): string[] {
  const first = states.findIndex(s => /=False\/WorksFailing/.test(s));
  if (first === -1) return states;
  const [before, failing] = states.slice(first - 1, first + 1);
  return [
    ...states.slice(0, first + 1),
    before,
    ...states.slice(first + 1).filter(s => s !== before && s !== failing),
  ];
}
