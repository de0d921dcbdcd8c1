import type { PlatformHealth, Right } from '@syntasso/plugin-ske-common';
import { findingsOfHealth } from './checkCluster';

const right = (verb: string, purpose: Right['purpose'], allowed: boolean) => ({
  ...{ verb, purpose, allowed },
  group: 'platform.kratix.io',
  resource: 'promises',
});
const health = (more: Partial<PlatformHealth> = {}): PlatformHealth => ({
  platform: 'prod',
  server: 'https://prod.acme.org',
  mode: 'kubernetes',
  auth: 'own',
  reachable: { state: 'yes', version: 'v1.33.0' },
  discovery: { state: 'on' },
  credentials: [],
  watches: [],
  people: 0,
  requests: 0,
  ...more,
});
const backstage = (rights: Right[]): PlatformHealth['credentials'][number] => ({
  whose: 'backstage',
  source: 'app-config',
  user: 'system:sa:backstage',
  groups: [],
  rights,
});
const linesOf = (more: Partial<PlatformHealth>) =>
  findingsOfHealth(health(more)).map(
    ({ level, message }) => `${level} ${message}`,
  );

it('says who Backstage is, and that all rights are there', () => {
  const rights = [right('list', 'pages', true)];
  expect(linesOf({ credentials: [backstage(rights)] })).toEqual([
    'ok prod (https://prod.acme.org) answers: v1.33.0, as system:sa:backstage.',
    'ok All 1 rights are there.',
  ]);
});

it('tells rights that everything needs from those for parts of pages', () => {
  const rights = [
    right('list', 'pages', false),
    right('patch', 'details', false),
    right('get', 'pages', true),
  ];
  const warnings = ['It may delete everything.'];
  expect(
    linesOf({ credentials: [{ ...backstage(rights), warnings }] }).slice(1),
  ).toEqual([
    'error It may not list promises.platform.kratix.io.',
    'warn Parts of pages are missing: it may not patch promises.platform.kratix.io.',
    'warn It may delete everything.',
  ]);
});

it('names six rights at most', () => {
  const rights = Array.from({ length: 8 }, (_, index) =>
    right(`v${index}`, 'pages', false),
  );
  const [, line] = linesOf({ credentials: [backstage(rights)] });
  expect(line).toMatch(/v5 promises\.platform\.kratix\.io, and 2 more\.$/);
});

it.each<[string, Partial<PlatformHealth>, string]>([
  [
    'a cluster that is away',
    {
      reachable: { state: 'no', reason: 'It does not answer.' },
      credentials: [backstage([])],
    },
    'error prod is not reached: It does not answer.',
  ],
  [
    "a cluster that wants each person's token",
    { auth: 'person', reachable: { state: 'no', reason: '' } },
    'warn prod cannot be asked from here: Backstage has no credential of its own for it.',
  ],
  [
    'no cluster',
    { reachable: { state: 'none' } },
    'ok No cluster is configured; only the repository is read.',
  ],
])('says what there is of %s', (_, more, line) => {
  expect(linesOf(more)[0]).toBe(line);
});

it('says whether repository and controller are read, and why nothing is discovered', () => {
  const repository = { url: 'https://git/o/r', branch: 'main', path: '' };
  const readable = { state: 'yes', requests: 2 } as const;
  const unreadable = { state: 'no', reason: 'no such branch' } as const;
  const line = (more: Partial<PlatformHealth>) => linesOf(more)[1];
  expect(line({ repository: { ...repository, readable } })).toBe(
    'ok https://git/o/r is read: 2 requests on main.',
  );
  expect(line({ repository: { ...repository, readable: unreadable } })).toBe(
    'error https://git/o/r cannot be read: no such branch',
  );
  const url = 'http://controller:8080';
  const away = { state: 'no', reason: 'It is away.' } as const;
  const kept = { state: 'yes', bindings: 3 } as const;
  expect(line({ controller: { url, readable: kept } })).toBe(
    'ok http://controller:8080 keeps 3 Promises in the catalog.',
  );
  expect(line({ controller: { url, readable: away } })).toBe(
    'warn It is away.',
  );
  expect(line({ discovery: { state: 'impossible', reason: 'so' } })).toBe(
    'warn Direct discovery is impossible: so.',
  );
});
