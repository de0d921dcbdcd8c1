import { FakeSkeApi, promiseView, resourcesPage } from '../../../__testUtils__';
import { asksName, isNameAllowed, proposeName, suggestName } from './names';

const page = (field: object) => ({ properties: { objname: field } } as never);

/** A platform with these names of Resources, of as many as match. */
function platformWith(names: string[], matching = names.length) {
  const api = new FakeSkeApi();
  const rows = names.map(name => ({
    uid: name,
    ref: { apiVersion: 'marketplace.example.org/v1', kind: 'Redis', name },
    promise: { name: 'redis', title: 'Redis' },
    owner: 'team-a',
    health: {
      state: 'ready' as const,
      reason: { code: 'reconciled' as const, values: {} },
    },
  }));
  api.page = resourcesPage(rows, { matching });
  return api;
}

/** What is proposed where these are there, of as many as match. */
function proposed(
  kind: string,
  names: string[],
  matching = names.length,
  like?: string,
) {
  const api = platformWith(names, matching);
  const promise = promiseView();
  const view = { ...promise, api: { ...promise.api!, kind } };
  return proposeName(api, view, like);
}

it('proposes a name that is free', async () => {
  await expect(proposed('Redis', [])).resolves.toBe('redis');
  await expect(proposed('Redis', ['redis', 'redis-3'])).resolves.toBe(
    'redis-2',
  );
  await expect(proposed('Redis', ['redis', 'redis-2'])).resolves.toBe(
    'redis-3',
  );
  await expect(proposed('argocd-application', [])).resolves.toBe(
    'argocd-application',
  );
  await expect(proposed(`${'k'.repeat(57)}-app`, [])).resolves.toBe(
    'k'.repeat(57),
  );
  await expect(
    proposed('K'.repeat(63), ['k'.repeat(58)]),
  ).resolves.toHaveLength(60);
});

it('proposes a name with letters where there are more than it can look at', async () => {
  await expect(proposed('Redis', ['redis'], 51)).resolves.toMatch(
    /^redis-[a-z0-9]{1,4}$/,
  );
});

it('proposes the name of the Resource that it is to be like, with a number', async () => {
  const like = (name: string, ...names: string[]) =>
    proposed('Redis', names, names.length, name);
  await expect(like('orders', 'orders')).resolves.toBe('orders-2');
  await expect(like('orders-2', 'orders', 'orders-2')).resolves.toBe(
    'orders-3',
  );
  await expect(like('a.b', 'a.b')).resolves.toBe('a.b-2');
});

it('proposes none where the Template has one, or asks for none', () => {
  expect(asksName(page({ type: 'string' }))).toBe(true);
  expect(asksName(page({ type: 'string', default: 'mine' }))).toBe(false);
  expect(asksName({ properties: {} })).toBe(false);
});

it('holds a name against the rules of the form', () => {
  const dns = page({ pattern: '^[a-z]+$', maxLength: 3 });
  expect(isNameAllowed(dns, 'abc')).toBe(true);
  expect(isNameAllowed(dns, 'abcd')).toBe(false);
  expect(isNameAllowed(dns, 'Abc')).toBe(false);
  expect(isNameAllowed(page({}), 'Anything')).toBe(true);
  const ours = page({ 'ui:options': { newName: '^[a-z]+$', newMaxLength: 3 } });
  expect(isNameAllowed(ours, 'abc')).toBe(true);
  expect(isNameAllowed(ours, 'a.b')).toBe(false);
  expect(isNameAllowed(ours, 'abcd')).toBe(false);
});

const dnsLabel = page({
  'ui:options': {
    newName: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    newMaxLength: 63,
  },
});
const suggested = (
  name: string,
  taken: string[] = [],
  api = platformWith(taken),
) => suggestName(api, promiseView(), { name, namespace: 'default' }, dnsLabel);

it.each([
  ['My Redis!', 'my-redis'],
  ['  größe_ÄÉ  ', 'grosse-ae'],
  ['a.b', 'a-b'],
  ['x'.repeat(70), 'x'.repeat(63)],
  [`${'x'.repeat(62)} y`, 'x'.repeat(62)],
  ['!?', undefined],
  ['日本', undefined],
])('suggests a valid name for %j', async (name, expected) => {
  await expect(suggested(name)).resolves.toBe(expected);
});

it('suggests none that is taken, where that is known', async () => {
  await expect(suggested('My Redis', ['my-redis'])).resolves.toBe('my-redis-2');
  const taken = ['x'.repeat(63)];
  await expect(suggested(taken[0], taken)).resolves.toBe(`${'x'.repeat(61)}-2`);
  const api = platformWith([]);
  api.findResources = async () => {
    throw new Error('the platform is away');
  };
  await expect(suggested('My Redis', [], api)).resolves.toBe('my-redis');
  await expect(suggested('my-redis', [], api)).resolves.toBeUndefined();
});
