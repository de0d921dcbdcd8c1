import {
  kratix,
  resourcesQuerySchema,
  type Manifest,
  type OfferedResource,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { promiseOf } from '../__testUtils__/promiseOf';
import { describeResource } from '../views/resourceSummary';
import { apiKey } from './apiKey';
import { ResourceList } from './ResourceList';

const anna = 'user:default/anna';
const ownsThrough = ['group:default/team-a', anna];
/** A Promise whose API's kind is its title. */
const offeringOf = (kind: string) =>
  kratix.offeringOf(promiseOf(kind, { group: 'marketplace.example.org' }));
const offerings = { Redis: offeringOf('Redis'), Queue: offeringOf('Queue') };
const KINDS = ['Redis', 'Queue'] as const;
const offered = (resource: Manifest): OfferedResource => ({
  offering: offerings[resource.kind as 'Redis'],
  resource,
});
const queryOf = (given: Record<string, string>): ResourcesQuery =>
  resourcesQuerySchema.parse(given);

const namespaces = ['web', 'shop', 'default'];
const owners = ['team-a', 'group:default/team-b', 'user:default/anna'];
const failed = {
  conditions: [
    {
      type: 'ConfigureWorkflowCompleted',
      status: 'False',
      reason: 'ConfigureWorkflowFailed',
    },
  ],
};

/** A Resource by numbers: its name and namespace, what it has become, and its kind. */
function resourceOf(
  name: number,
  namespace: number,
  state: number,
  kind = 0,
): Manifest {
  return {
    apiVersion: 'marketplace.example.org/v1',
    kind: KINDS[kind],
    metadata: {
      name: `cache-${name}`,
      namespace: namespaces[namespace],
      creationTimestamp: `2026-01-0${1 + (name % 3)}T00:00:00Z`,
      annotations: {
        'ske.backstage.component/owner': owners[state % owners.length],
        ...(state === 4 ? { 'ske.backstage.resource/requestedBy': anna } : {}),
      },
      labels: state === 5 ? { 'kratix.io/dry-run': 'true' } : {},
    },
    status: {
      ...(state % 2 === 0 ? failed : {}),
      promiseVersion: `v${state}`,
    },
  };
}

const change = fc.record({
  kind: fc.constantFrom('put', 'put', 'remove', 'replaceOf'),
  resource: fc
    .tuple(fc.nat(8), fc.nat(2), fc.nat(5), fc.nat(1))
    .map(numbers => resourceOf(...numbers)),
});
const asked = fc
  .record({
    sort: fc.constantFrom(
      'name',
      'promise',
      'namespace',
      'health',
      'version',
      'owner',
      'age',
    ),
    descending: fc.constantFrom('true', 'false'),
    mine: fc.constantFrom('true', 'false'),
    requestedByMe: fc.constantFrom('true', 'false', 'false'),
    attention: fc.constantFrom('true', 'false'),
    search: fc.constantFrom('', 'CACHE-1', 'shop', 'team-b', 'nobody', 'queue'),
    offset: fc.constantFrom('0', '3', '90'),
    limit: fc.constantFrom('0', '4', '50'),
  })
  .map(queryOf);

const viewer = { ownsThrough, person: anna };

it('is after any changes what it would be if it were made anew', () => {
  fc.assert(
    fc.property(
      asked,
      fc.array(change, { maxLength: 60 }),
      fc.boolean(),
      (query, changes, isOfAll) => {
        const options = { viewer, isOfAll, describe: describeResource };
        const list = new ResourceList(query, options);
        let present = new Map<string, Manifest>();
        for (const { kind, resource } of changes) {
          const { namespace, name } = resource.metadata;
          const key = `${resource.kind}/${namespace}/${name}`;
          if (kind === 'put') {
            list.put(offered(resource));
            present.set(key, resource);
          } else if (kind === 'remove') {
            list.remove(resource);
            present.delete(key);
          } else {
            list.replaceOf(apiKey(resource), [offered(resource)]);
            present = new Map([
              ...[...present].filter(([, one]) => one.kind !== resource.kind),
              [key, resource],
            ]);
          }
        }
        const anew = new ResourceList(query, options);
        anew.replace([...present.values()].map(offered));
        expect(list.page()).toEqual(anew.page());
      },
    ),
    { numRuns: 500 },
  );
});

const list = (given: Record<string, string>, owns: string[] | undefined) => {
  const made = new ResourceList(queryOf(given), {
    viewer: { ownsThrough: owns, person: owns && anna },
    isOfAll: false,
    describe: describeResource,
  });
  made.replace(
    [
      resourceOf(2, 0, 0),
      resourceOf(10, 1, 1),
      resourceOf(1, 2, 2),
      resourceOf(3, 0, 3),
      resourceOf(4, 0, 5),
    ].map(offered),
  );
  return made;
};
const namesIn = (
  given: Record<string, string>,
  owns: string[] | undefined = ownsThrough,
) =>
  list(given, owns)
    .page()
    .rows.map(({ resource }) => resource.metadata.name);

it.each([
  [{}, ['cache-1', 'cache-10', 'cache-2', 'cache-3']],
  [{ descending: 'true' }, ['cache-3', 'cache-2', 'cache-10', 'cache-1']],
  [{ sort: 'namespace' }, ['cache-1', 'cache-10', 'cache-2', 'cache-3']],
  [{ sort: 'version', limit: '2' }, ['cache-2', 'cache-10']],
  [{ sort: 'age' }, ['cache-2', 'cache-1', 'cache-10', 'cache-3']],
  [
    { sort: 'age', descending: 'true' },
    ['cache-3', 'cache-1', 'cache-10', 'cache-2'],
  ],
  [{ attention: 'true' }, ['cache-1', 'cache-2']],
  [{ health: 'failed' }, ['cache-1', 'cache-2']],
  [{ health: 'paused' }, []],
  [{ mine: 'true' }, ['cache-1', 'cache-2', 'cache-3']],
  [{ search: 'SHOP' }, ['cache-10']],
  [{ search: ' team-b ' }, ['cache-10']],
  [{ name: 'cache-1' }, ['cache-1']],
  [{ name: 'cache-1', namespace: 'web' }, []],
  [{ offset: '3' }, ['cache-3']],
  [{ offset: '4' }, ['cache-1', 'cache-10', 'cache-2', 'cache-3']],
])('finds for %j: %j', (given, names) => {
  expect(namesIn(given)).toEqual(names);
});

it('orders by health with the worst first', () => {
  const states = ['ready', 'progressing', 'degraded', 'failed'] as const;
  const ordered = new ResourceList(queryOf({ sort: 'health' }), {
    viewer,
    isOfAll: false,
    describe: one => ({
      ...describeResource(one),
      health: {
        state:
          states[Number(one.resource.metadata.name.slice('cache-'.length))],
        reason: { code: 'noStatus', values: {} },
      },
    }),
  });
  ordered.replace(states.map((_, index) => offered(resourceOf(index, 0, 0))));
  const shown = ordered.page().rows.map(row => row.description.health.state);
  expect(shown).toEqual(['failed', 'degraded', 'progressing', 'ready']);
});

it('counts all, whatever the query finds, and not what a dry run made', () => {
  expect(list({ search: 'shop' }, ownsThrough).page()).toMatchObject({
    total: 4,
    matching: 1,
    offset: 0,
    byHealth: { failed: 2 },
    attention: 2,
  });
});

it('knows that a deletion takes too long', () => {
  jest.useFakeTimers({ now: new Date('2026-01-01T10:59:00Z') });
  const deleted = resourceOf(1, 0, 1);
  deleted.metadata.deletionTimestamp = '2026-01-01T10:00:00Z';
  const made = new ResourceList(queryOf({ attention: 'true' }), {
    viewer: { ownsThrough, person: anna },
    isOfAll: false,
    describe: describeResource,
  });
  made.replace([offered(deleted)]);
  expect(made.page()).toMatchObject({ matching: 0, attention: 0 });
  jest.setSystemTime(new Date('2026-01-01T11:00:00Z'));
  made.put(offered(deleted));
  expect(made.page()).toMatchObject({ matching: 1, attention: 1 });
  made.remove(deleted);
  expect(made.page()).toMatchObject({ matching: 0, attention: 0 });
  jest.useRealTimers();
});

it('takes everything for that of a service', () => {
  expect(list({ mine: 'true' }, undefined).page().matching).toBe(4);
  expect(namesIn({ mine: 'true' }, [])).toEqual([]);
});

describe('of all Promises', () => {
  const pageOf = (given: Record<string, string>) => {
    const made = new ResourceList(queryOf(given), {
      viewer,
      isOfAll: true,
      describe: describeResource,
    });
    made.replace(
      [
        // Of team-a; of team-b; of team-b, but requested by Anna; of Anna.
        resourceOf(1, 0, 0, 0),
        resourceOf(1, 0, 1, 1),
        resourceOf(2, 0, 4, 1),
        resourceOf(3, 0, 2, 0),
      ].map(offered),
    );
    const { rows, ...counts } = made.page();
    return {
      ...counts,
      names: rows.map(
        ({ resource }) => `${resource.kind} ${resource.metadata.name}`,
      ),
    };
  };

  it('is ordered by Promise, and two of one name are both there', () => {
    expect(pageOf({ sort: 'promise' }).names).toEqual([
      'Queue cache-1',
      'Queue cache-2',
      'Redis cache-1',
      'Redis cache-3',
    ]);
    expect(pageOf({ search: 'queue' }).names).toEqual([
      'Queue cache-1',
      'Queue cache-2',
    ]);
  });

  it('has only what one has requested or owns, when that is asked for', () => {
    expect(pageOf({ mine: 'true' })).toEqual({
      ...{ total: 3, matching: 3, offset: 0, byHealth: expect.anything() },
      attention: 3,
      names: ['Redis cache-1', 'Queue cache-2', 'Redis cache-3'],
    });
    expect(pageOf({ mine: 'true', requestedByMe: 'true' })).toMatchObject({
      total: 3,
      matching: 1,
      names: ['Queue cache-2'],
    });
  });
});
