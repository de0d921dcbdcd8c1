import { randomBytes } from 'node:crypto';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { EntityOutput } from './EntityWriter';
import {
  groupIdOfKept,
  isSameWork,
  keepOfWork,
  selectorsOfKept,
} from './keptWork';
import { makeWork } from './work';
import { outputOfWork } from './WorkWriter';

const NAMESPACE = 'kratix-platform-system';
const id = {
  kind: 'resource',
  portal: 'main',
  promise: 'redis',
  namespace: 'team-a',
  name: 'cache',
} as const;

const output = (content: string): EntityOutput => ({
  id,
  names: { component: 'cache' },
  path: 'catalog-info.yaml',
  content,
  destinationSelectors: [{ environment: 'backstage', region: 'eu' }],
});

const workWith = (content = 'kind: Component\n') =>
  makeWork(output(content), NAMESPACE, 'group');

const keep = (work: Manifest) => keepOfWork(work, NAMESPACE);

/** As Kratix says it. */
const withReady = (reason: string, status = 'False'): Manifest => ({
  ...workWith(),
  status: {
    conditions: [
      { type: 'Ready', status, reason, message: 'As Kratix says it.' },
      { type: 'Other', status: 'True', reason: 'Any', message: 'Anything' },
    ],
    workPlacements: 3,
  },
});

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, turned(one)]),
  );
};

it('keeps no content, however long it is', () => {
  const work = workWith(randomBytes(100_000).toString('hex'));
  work.metadata.resourceVersion = '123';
  expect(JSON.stringify(work).length).toBeGreaterThan(100_000);
  expect(JSON.stringify(keep(work)).length).toBeLessThan(600);
});

it('keeps whose a Work is, and its group of workloads', () => {
  const kept = keep(workWith());
  expect(outputOfWork(kept)).toEqual(id);
  expect(groupIdOfKept(kept)).toBe('group');
  expect(kept.metadata).toMatchObject({
    name: workWith().metadata.name,
    namespace: NAMESPACE,
  });
});

it('takes a Work for the same whatever others have added, in any order of its fields', () => {
  const work = turned(workWith()) as Manifest;
  work.metadata.labels = { ...work.metadata.labels, team: 'a' };
  work.metadata.annotations = { ...work.metadata.annotations, note: 'b' };
  expect(isSameWork(keep(work), workWith())).toBe(true);
});

it.each<[string, (work: Manifest) => void]>([
  ['its spec', work => Object.assign(work.spec ?? {}, { resourceName: 'b' })],
  ['a label', work => delete work.metadata.labels?.['kratix.io/pipeline-name']],
  [
    'an annotation',
    work =>
      Object.assign(work.metadata.annotations ?? {}, {
        'backstage.syntasso.io/names': '{}',
      }),
  ],
])('sees that somebody has changed %s', (_, change) => {
  const work = workWith();
  change(work);
  expect(isSameWork(keep(work), workWith())).toBe(false);
  expect(keep(work)).not.toEqual(keep(workWith()));
});

it('sees that the content is another one', () => {
  expect(isSameWork(keep(workWith('kind: A\n')), workWith('kind: B\n'))).toBe(
    false,
  );
});

it('keeps how a Work stands, once for all that are delivered', () => {
  const delivered = () => keep(withReady('AllWorkplacementsScheduled', 'True'));
  expect(delivered().status).toBe(delivered().status);
  expect(keep(withReady('WorkplacementsFailing')).status).toMatchObject({
    conditions: [{ type: 'Ready', reason: 'WorkplacementsFailing' }],
  });
  expect(keep(workWith()).status).toBeUndefined();
});

it('keeps which labels a Destination would need only where there is none', () => {
  expect(selectorsOfKept(keep(withReady('UnscheduledWorkloads')))).toBe(
    'environment=backstage, region=eu',
  );
  expect(selectorsOfKept(keep(workWith()))).toBe('');
});
