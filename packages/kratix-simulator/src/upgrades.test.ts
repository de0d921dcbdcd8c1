import { describeRecorded } from '@internal/testbed';
import { at, type Manifest } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  resourceTypes,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  FROM_START,
  MANUAL,
  createDestination,
  mark,
  refOf,
  scripted,
  testClient,
  typesUnder,
} from './__testUtils__/cluster';
import {
  all,
  hasCondition,
  hasLabel,
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
  collapse,
  differenceOf,
  manifestNamed,
  recordedStates,
  settled,
  underPrefix,
  withoutLabels,
  type Part,
} from './__testUtils__/recordings';
import { deterministicName } from './runtime/names';

/**
 * Repeats the upgrades of the recording `delivery`: part 4. Compared as in
 * `traces.test.ts`.
 *
 * Known differences, and why they stay:
 * - A changed Promise labels its Resources before its new revision is there. In the
 *   recording `floating` runs `build` once more with the old revision; whether it does is
 *   a race. The simulator labels them afterwards. These runs, and when their label comes
 *   and goes, are not compared from v3 on.
 * - Who is first when a binding changes, the controller for bindings or the one for
 *   Resources, is a race. In the recording the second is once (the downgrade): the label
 *   `manual-reconciliation` comes while the run is under way, which starts once more. From
 *   there on the labels are not compared.
 * - In the recording `UpgradeFailed` with the failure before shows up for a moment in an
 *   upgrade that then succeeds. The simulator does not say so.
 * - v2 differs from v1 by its image instead of its API: a changed CRD ends the watches of
 *   its Resources, and what they go through meanwhile may be missed.
 * - Whether a fast pipeline ends before Kratix looks at it is a race (see `settled`).
 */
const PREFIX = 'upgrading';
const TRACE = 'delivery.jsonl';
const client = testClient();
const stop = new AbortController();
afterAll(() => stop.abort());

const tools = typesUnder(PREFIX)('tools');
const { promises: promiseType, resourceBindings } = resourceTypes;
const promise = { name: `${PREFIX}-tool` };
const bindingOf = (resource: string) =>
  refOf(deterministicName(`${resource}-${promise.name}`));
const start = (type: ResourceType) => Recorder.start(client, type, stop.signal);

/** Whether a Resource runs on a version, and its workflow is over. */
const isOn = (version: string): Condition =>
  all(
    isReconciled,
    not(hasLabel(MANUAL)),
    not(hasLabel(FROM_START)),
    object => at(object, 'status', 'promiseVersion') === version,
  );

describeRecorded(
  'upgrades',
  [`traces/${TRACE}`, 'traces/waiting-objects'],
  corpus => {
    const recorded = (plural: string, name: string, part?: Part) =>
      recordedStates(corpus, TRACE, plural, name, part);
    const read = (fileName: string, name: string) =>
      underPrefix(
        manifestNamed(corpus, name, 'traces', 'waiting-objects', fileName),
        PREFIX,
      );
    const versionOf = (file: string): Manifest =>
      scripted(read(file, 'tool'), { brittle: [{ fail: 1 }] });

    afterAll(async () => {
      await client.delete(promiseType, promise).catch(ifNotFound);
    });

    it('follows versions: floating, pinned, failing, missing, back', async () => {
      await createDestination(client, PREFIX, 'dev');
      const promises = await start(promiseType);
      const v1 = versionOf('tool-v1.yaml');
      await client.create(promiseType, v1);
      await promises.until(promise.name, hasReason('WorksSucceeded'));
      const requests = await start(tools);
      const bindings = await start(resourceBindings);
      for (const name of ['floating', 'pinned']) {
        await client.create(tools, read('delivery-requests.yaml', name));
      }
      await requests.until('floating', isOn('v1.0.0'));
      await requests.until('pinned', isOn('v1.0.0'));

      /** Applies another version, and waits for what its Resources do then. */
      const applyVersion = async (
        version: number,
        then: Record<string, Condition[]>,
      ) => {
        const { metadata, spec } = versionOf(`tool-v${version}.yaml`);
        await requests.through(
          () =>
            client.patch(promiseType, promise, {
              metadata: { labels: metadata.labels },
              spec: {
                ...withImage(spec ?? {}, version),
                api: v1.spec?.api,
              },
            }),
          then,
        );
        await promises.until(
          promise.name,
          all(
            hasCondition('Available=True/PromiseAvailable'),
            isObserved(version + 1),
          ),
        );
      };
      const bind = (version: string, ...then: Condition[]) =>
        requests.through(
          () =>
            client.patch(resourceBindings, bindingOf('pinned'), {
              spec: { version },
            }),
          { pinned: then },
        );
      const rerun = [hasLabel(FROM_START), isPending];
      const upgrade = [hasLabel(MANUAL), isPending];

      await bind(
        'v1.0.0',
        object => at(object, 'status', 'resourceBindingVersion') === 'v1.0.0',
      );
      await applyVersion(2, {
        floating: [...rerun, isOn('v2.0.0')],
        pinned: [...rerun, isOn('v1.0.0')],
      });
      await bind('v2.0.0', ...upgrade, isOn('v2.0.0'));
      await applyVersion(3, {
        floating: [...rerun, isFailed],
        pinned: [...rerun, isOn('v2.0.0')],
      });
      await bind('v3.0.0', ...upgrade, isFailed);
      await requests.through(
        () => mark(client, tools, refOf('pinned'), { [MANUAL]: 'true' }),
        { pinned: [...upgrade, isFailed] },
      );
      await applyVersion(4, {
        floating: [...rerun, isOn('v4.0.0')],
        pinned: [...rerun, isFailed],
      });
      await bind('v4.0.0', ...upgrade, isOn('v4.0.0'));
      await bind('v9.0.0', hasLabel(MANUAL));
      await bindings.until(
        bindingOf('pinned').name,
        hasReason('UpgradeInProgress'),
      );
      await client.patch(tools, refOf('pinned'), { spec: { size: 'large' } });
      await bind('v4.0.0', isPending, all(isOn('v4.0.0'), isObserved(2)));
      const before = requests.states('pinned');
      await bind('v1.0.0', ...upgrade, isOn('v1.0.0'));
      await bind('latest', ...upgrade, isOn('v4.0.0'));
      for (const name of ['floating', 'pinned']) {
        await bindings.until(
          bindingOf(name).name,
          hasReason('UpgradeComplete'),
        );
      }

      expect(
        differenceOf(
          'tool',
          promises.states(promise.name),
          recorded('promises', 'tool'),
        ),
      ).toBe('');
      expect(
        differenceOf(
          'pinned, up to the downgrade',
          settled(before),
          settled(
            recorded('tools', 'pinned', {
              until: '4-pinned-bound-to-v1-downgrade',
            }),
          ),
        ),
      ).toBe('');
      expect(
        differenceOf(
          'pinned',
          withoutLabels(settled(requests.states('pinned')), MANUAL),
          withoutLabels(settled(recorded('tools', 'pinned')), MANUAL),
        ),
      ).toBe('');
      const floating = [
        ...recorded('tools', 'floating', {
          until: '4-tool-v3-applied-whose-pipeline-fails',
        }),
        ...recorded('tools', 'floating', {
          from: '4-tool-v3-applied-whose-pipeline-fails',
          until: '4-tool-v4-applied',
        }).filter(state => !/ \| build:(Pending|Running) \|/.test(state)),
        ...recorded('tools', 'floating', { from: '4-tool-v4-applied' }).filter(
          state => !/build:(Pending|Running) brittle/.test(state),
        ),
      ];
      expect(
        differenceOf(
          'floating',
          withoutLabels(settled(requests.states('floating')), FROM_START),
          withoutLabels(settled(floating), FROM_START),
        ),
      ).toBe('');
      for (const name of ['floating', 'pinned']) {
        expect(
          differenceOf(
            `the binding of ${name}`,
            upgradesOf(bindings.states(bindingOf(name).name)),
            upgradesOf(
              recorded('resourcebindings', deterministicName(`${name}-tool`)),
            ),
          ),
        ).toBe('');
      }
    }, 120_000);
  },
);

/** Gives all containers another image, so that the spec is another one. */
const withImage = (spec: JsonObject, version: number): JsonObject =>
  JSON.parse(
    JSON.stringify(spec).replace(/(example\/\w+):v1/g, `$1:v${version}`),
  );

/**
 * The outcomes of upgrades. Without `UpgradeInProgress`, which a fast run does not show;
 * and without the failure that in a recording comes in between it and the success.
 */
function upgradesOf(states: string[]): string[] {
  const real = states.filter(
    (state, index) =>
      !(
        /UpgradeFailed/.test(state) &&
        /UpgradeInProgress/.test(states[index - 1] ?? '') &&
        /UpgradeComplete/.test(states[index + 1] ?? '')
      ),
  );
  return collapse(real.filter(state => !/UpgradeInProgress/.test(state)));
}
