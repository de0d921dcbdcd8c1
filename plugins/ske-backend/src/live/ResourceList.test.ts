import {
  kratix,
  resourcesQuerySchema,
  type Manifest,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import fc from 'fast-check';
import { describerOf } from '../views/resourceSummary';
import { ResourceList } from './ResourceList';

const describeResource = describerOf(kratix);

const ownsThrough = ['group:default/team-a', 'user:default/anna'];
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

/** A Resource by numbers: its name and namespace, and what it has become. */
function resourceOf(name: number, namespace: number, state: number): Manifest {
  return {
    apiVersion: 'marketplace.example.org/v1',
    kind: 'Redis',
    metadata: {
      name: `cache-${name}`,
      namespace: namespaces[namespace],
      creationTimestamp: `2026-01-0${1 + (name % 3)}T00:00:00Z`,
      annotations: {
        'ske.backstage.component/owner': owners[state % owners.length],
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
  kind: fc.constantFrom('put', 'put', 'remove'),
  resource: fc
    .tuple(fc.nat(8), fc.nat(2), fc.nat(5))
    .map(numbers => resourceOf(...numbers)),
});
const asked = fc
  .record({
    sort: fc.constantFrom(
      'name',
      'namespace',
      'health',
      'version',
      'owner',
      'age',
    ),
    descending: fc.constantFrom('true', 'false'),
    mine: fc.constantFrom('true', 'false'),
    attention: fc.constantFrom('true', 'false'),
    search: fc.constantFrom('', 'CACHE-1', 'shop', 'team-b', 'nobody'),
    offset: fc.constantFrom('0', '3', '90'),
    limit: fc.constantFrom('0', '4', '50'),
  })
  .map(queryOf);

it('is after any changes what it would be if it were made anew', () => {
  fc.assert(
    fc.property(
      asked,
      fc.array(change, { maxLength: 60 }),
      (query, changes) => {
        const list = new ResourceList(query, {
          ownsThrough,
          describe: describeResource,
        });
        const present = new Map<string, Manifest>();
        for (const { kind, resource } of changes) {
          const { namespace, name } = resource.metadata;
          if (kind === 'put') {
            list.put(resource);
            present.set(`${namespace}/${name}`, resource);
          } else {
            list.remove(resource);
            present.delete(`${namespace}/${name}`);
          }
        }
        const anew = new ResourceList(query, {
          ownsThrough,
          describe: describeResource,
        });
        anew.replace([...present.values()]);
        expect(list.page()).toEqual(anew.page());
      },
    ),
    { numRuns: 500 },
  );
});

const list = (given: Record<string, string>, owns: string[] | undefined) => {
  const made = new ResourceList(queryOf(given), {
    ownsThrough: owns,
    describe: describeResource,
  });
  made.replace([
    resourceOf(2, 0, 0),
    resourceOf(10, 1, 1),
    resourceOf(1, 2, 2),
    resourceOf(3, 0, 3),
    resourceOf(4, 0, 5),
  ]);
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
    ownsThrough,
    describe: resource => ({
      ...describeResource(resource),
      health: {
        state: states[Number(resource.metadata.name.slice('cache-'.length))],
        reason: { code: 'noStatus', values: {} },
      },
    }),
  });
  ordered.replace(states.map((_, index) => resourceOf(index, 0, 0)));
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
    ownsThrough,
    describe: describeResource,
  });
  made.replace([deleted]);
  expect(made.page()).toMatchObject({ matching: 0, attention: 0 });
  jest.setSystemTime(new Date('2026-01-01T11:00:00Z'));
  made.put(deleted);
  expect(made.page()).toMatchObject({ matching: 1, attention: 1 });
  made.remove(deleted);
  expect(made.page()).toMatchObject({ matching: 0, attention: 0 });
  jest.useRealTimers();
});

it('takes everything for that of a service', () => {
  expect(list({ mine: 'true' }, undefined).page().matching).toBe(4);
  expect(namesIn({ mine: 'true' }, [])).toEqual([]);
});
