import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { promiseEntity, resourceEntity } from '../../__testUtils__';
import { promiseView, resourceView } from '../../__testUtils__/views';
import { absenceOf, wasPromiseDeleted, type Absence } from './absenceOf';

const record = (more: Partial<RequestRecord>): RequestRecord => ({
  id: 'r1',
  promise: 'redis',
  ref: { apiVersion: 'marketplace.example.org/v1', kind: 'Redis', name: 'a' },
  action: 'Request',
  delivery: 'push',
  state: 'done',
  recordedAt: '2026-01-01T09:59:00Z',
  ...more,
});
const identity = { phase: undefined, pullRequestUrl: undefined };
const nothing = {
  lastView: undefined,
  records: [],
  identity,
  entity: resourceEntity(),
};
const seen = resourceView({});
const knownToCatalog = resourceEntity({ 'kratix.io/health': 'deleting' });

it.each<
  [string, Partial<Parameters<typeof absenceOf>[0]>, Absence | undefined]
>([
  ['nobody has seen it', {}, 'neverSeen'],
  ['it is not known what was asked for', { records: undefined }, undefined],
  ['this page has shown it', { lastView: seen, records: undefined }, 'deleted'],
  [
    'the catalog had read it from the platform',
    { entity: knownToCatalog, records: undefined },
    'deleted',
  ],
  [
    'its deletion was asked for, and done',
    { records: [record({ action: 'Delete', outcome: 'deleted' })] },
    'deleted',
  ],
  ['it was ready once', { records: [record({ outcome: 'ready' })] }, 'deleted'],
  [
    'its request was refused',
    { records: [record({ outcome: 'refused' })] },
    'neverSeen',
  ],
  ['it is on its way', { records: [record({ state: 'sent' })] }, 'expected'],
  [
    'its deletion is on its way, and this page has not shown it',
    { records: [record({ action: 'Delete', state: 'sent' })] },
    'expected',
  ],
  [
    'it is gone from the cluster',
    {
      lastView: seen,
      records: [record({ action: 'Delete', state: 'sent' })],
    },
    'deleted',
  ],
  [
    'its file is gone, and nobody sees the platform',
    {
      lastView: resourceView({}, { source: 'repository' }),
      records: [record({ action: 'Delete', state: 'sent' })],
    },
    'expected',
  ],
  [
    'it was asked for again after it was deleted',
    {
      lastView: seen,
      records: [
        record({ state: 'sent' }),
        record({ action: 'Delete', outcome: 'deleted' }),
      ],
    },
    'expected',
  ],
  [
    'its request is reviewed, as the catalog says',
    {
      identity: {
        phase: 'pending-review',
        pullRequestUrl: 'https://git.example.org/1',
      },
    },
    'expected',
  ],
])('%s', (_, known, absence) => {
  expect(absenceOf({ ...nothing, ...known })).toBe(absence);
});

const inCatalog = promiseEntity({ 'kratix.io/health': 'deleting' });

it.each([
  ['this page has shown it', promiseView(), promiseEntity(), true],
  ['the catalog had read it from the platform', undefined, inCatalog, true],
  [
    'only the catalog tells of it',
    promiseView({ source: 'repository' }),
    promiseEntity(),
    false,
  ],
  ['nobody has seen it', undefined, promiseEntity(), false],
])('knows of a Promise that was deleted: %s', (_, lastView, entity, known) => {
  expect(wasPromiseDeleted(lastView, entity)).toBe(known);
});
