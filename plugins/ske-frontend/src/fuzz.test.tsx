import { act } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  annotations,
  healthReasonCodes,
  identify,
  offeringViewSchema,
  resourceViewSchema,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { FakeSkeApi, renderWithEntity, resourceEntity } from './__testUtils__';
import { viewsOf } from './__testUtils__/viewsOf';
import { StatusCard } from './features/statusCard/StatusCard';
import { PromiseAboutCard } from './features/promisePage/PromiseAboutCard';
import { PromiseContent } from './features/promisePage/PromiseContent';
import { PromiseDetailsCard } from './features/promisePage/PromiseDetailsCard';
import { PromiseHeaderCard } from './features/promisePage/PromiseHeaderCard';
import { ResourcesCard } from './features/promisePage/ResourcesCard';
import { VersionsCard } from './features/promisePage/versions/VersionsCard';
import { ConnectCard } from './features/resourcePage/ConnectCard';
import { HealthChecksCard } from './features/resourcePage/HealthChecksCard';
import { ManageContent } from './features/managePage/ManageContent';
import { ResourceTree } from './features/resourcePage/ResourceTree';
import { ResourceAboutCard } from './features/resourcePage/ResourceAboutCard';
import { ResourceContent } from './features/resourcePage/ResourceContent';
import { ResourceDetailsCard } from './features/resourcePage/ResourceDetailsCard';
import { ResourceStatusCard } from './features/resourcePage/ResourceStatusCard';
import { WhereItRunsCard } from './features/resourcePage/WhereItRunsCard';

/** The same ones in every run, so that a failure can be looked into. */
const SEED = 20_261_121;
const CRASHED = /This card could not be shown/;

const some = <T,>(numRuns: number, arbitrary: fc.Arbitrary<T>) =>
  fc.sample(arbitrary, { seed: SEED, numRuns });

/**
 * Draws one after another in the same place, as live updates do.
 *
 * @returns those at which a card crashed.
 */
async function crashesOf<T>(
  values: T[],
  draw: (value: T) => ReactNode,
): Promise<T[]> {
  let show: (value: T) => void = () => {};
  function Place() {
    const [value, setValue] = useState(values[0]);
    show = setValue;
    return <>{draw(value)}</>;
  }
  const api = new FakeSkeApi();
  await renderWithEntity(<Place />, resourceEntity(), api);
  for (const value of values) {
    // What a card asks for is answered.
    await act(async () => show(value));
    // A card that has crashed stays so.
    if (CRASHED.test(document.body.textContent ?? '')) return [value];
  }
  return [];
}

const word = fc.constantFrom(
  'Failed',
  'Running',
  'Suspended',
  'Reconciled',
  'True',
  'not-a-date',
  '2026-01-01T00:00:00Z',
  '',
  '\u0000',
  '<script>',
  '999999999999999999999',
);
const anything = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }));
const status = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'conditions',
      'kratix',
      'message',
      'healthStatus',
      'observedGeneration',
      'workflows',
      'connectionDetails',
    ),
    fc.string(),
  ),
  fc.oneof(
    anything,
    fc.array(
      fc.record(
        { type: word, status: word, reason: word, lastTransitionTime: word },
        { requiredKeys: [] },
      ),
    ),
    fc.record({
      workflows: fc.record({
        pipelines: fc.array(
          fc.record(
            { name: word, phase: word, lastTransitionTime: word },
            { requiredKeys: [] },
          ),
        ),
      }),
    }),
  ),
);

const reason = fc.oneof(fc.constantFrom(...healthReasonCodes), fc.string());
const apiVersion = fc.constantFrom('v1', 'marketplace.example.org/v1');
// Few, so that pipelines have runs, and some failed.
const pipeline = fc.constantFrom('configure', 'constructor', '');
const phase = fc.constantFrom('Pending', 'Running', 'Failed', 'Suspended', '');

const resourceViews = viewsOf(resourceViewSchema, {
  'manifest.apiVersion': apiVersion,
  'manifest.spec': fc.oneof(
    fc.dictionary(fc.string(), anything, { maxKeys: 4 }),
    fc.array(anything, { maxLength: 4 }),
  ),
  'manifest.status': status,
  'health.reason.code': reason,
  'pipelines.name': pipeline,
  'pipelines.phase': phase,
  'runs.pipeline': pipeline,
});

const promiseViews = viewsOf(offeringViewSchema, {
  'ref.apiVersion': apiVersion,
  'health.reason.code': reason,
});

function identityOfResource() {
  const identity = identify(resourceEntity());
  if (identity.kind !== 'resource') throw new Error('It is a Resource.');
  return identity;
}

// The backend's own test makes such views of all objects.
it('draws every card of a Resource, for every view that the schema admits', async () => {
  const crashes = await crashesOf(some(300, resourceViews), view => (
    <>
      <ResourceStatusCard
        view={view}
        state={{ kind: 'live', view, channel: 'stream' }}
      />
      <ConnectCard view={view} />
      <HealthChecksCard view={view} />
      <ResourceDetailsCard view={view} identity={identityOfResource()} live />
      <ResourceTree view={view} />
      <ResourceAboutCard view={view} />
      <WhereItRunsCard view={view} />
    </>
  ));
  expect(crashes).toEqual([]);
}, 120_000);

it('draws every card of a Promise, for every view that the schema admits', async () => {
  const crashes = await crashesOf(some(300, promiseViews), view => (
    <>
      <PromiseHeaderCard view={view} />
      <ResourcesCard view={view} />
      <PromiseDetailsCard view={view} />
      <VersionsCard view={view} />
      <PromiseAboutCard view={view} />
    </>
  ));
  expect(crashes).toEqual([]);
}, 120_000);

const entity = fc
  .record({
    annotations: fc.dictionary(
      fc.constantFrom(...Object.values(annotations)),
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'promise',
          'resource',
          'redis',
          '',
          '{}',
          '{',
          '[]',
          'null',
        ),
        fc.json(),
      ),
    ),
    type: fc.oneof(
      fc.constantFrom('kratix-promise', 'kratix-resource'),
      anything,
    ),
    owner: anything,
    relations: fc.array(
      fc.record({
        type: fc.constant('dependencyOf'),
        targetRef: fc.constantFrom('component:default/a', 'b'),
      }),
    ),
  })
  .map(
    ({ annotations: given, type, owner, relations }) =>
      ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'fuzzed', annotations: given },
        spec: { type, owner },
        relations,
      } as Entity),
  );

it('draws its pages for every entity, whatever its annotations say', async () => {
  const crashes = await crashesOf(some(1_000, entity), fuzzed => (
    <EntityProvider entity={fuzzed}>
      <StatusCard />
      <PromiseContent />
      <ResourceContent />
      <ManageContent />
    </EntityProvider>
  ));
  expect(crashes).toEqual([]);
}, 120_000);
