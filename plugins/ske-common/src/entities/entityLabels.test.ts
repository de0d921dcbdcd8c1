import { makeEntityLabels } from './entityLabels';

const redis = { offering: 'redis', version: 'v1.2.0' };
const known = {
  'kratix.io/promise-name': 'redis',
  'kratix.io/promise-version': 'v1.2.0',
};

it('says which Promise it is of, and in which version', () => {
  expect(makeEntityLabels(undefined, redis)).toEqual(known);
  expect(
    makeEntityLabels({}, { offering: 'redis', version: undefined }),
  ).toEqual({ 'kratix.io/promise-name': 'redis' });
});

it('carries what people write, and nothing that tools do', () => {
  const own = { team: 'payments', 'app.kubernetes.io/part-of': 'shop' };
  const ofTools = {
    'argocd.argoproj.io/instance': 'shop',
    'kratix.io/manual-reconciliation': 'true',
    'kratix.io/promise-name': 'another',
    'kustomize.toolkit.fluxcd.io/name': 'apps',
  };
  expect(makeEntityLabels({ ...own, ...ofTools }, redis)).toEqual({
    ...known,
    ...own,
  });
});

it.each([
  ['a key', ['acme.example/team']],
  ['a prefix', ['acme.example/*']],
  ['one of several', ['tool.example/id', 'acme.example/t*']],
])('carries what is named as well, by %s', (_, patterns) => {
  const given = { 'acme.example/team': 'payments', 'tools.example/id': '1' };
  expect(makeEntityLabels(given, redis, patterns)).toEqual({
    ...known,
    'acme.example/team': 'payments',
  });
});

it('leaves out secrets, and values that no entity can have', () => {
  const long = 'a'.repeat(64);
  expect(
    makeEntityLabels(
      { password: 'hunter2hunter2', note: 'a b', empty: '' },
      { offering: long, version: '1.0.0+build' },
    ),
  ).toEqual({ empty: '' });
});

it('gives the same labels in one order, and not too many of them', () => {
  const keys = Array.from({ length: 60 }, (_, n) => `label-${100 + n}`);
  const labelsOf = (order: string[]) =>
    JSON.stringify(
      makeEntityLabels(Object.fromEntries(order.map(key => [key, 'a'])), redis),
    );
  expect(labelsOf([...keys].reverse())).toBe(labelsOf(keys));
  expect(Object.keys(JSON.parse(labelsOf(keys)) as object)).toHaveLength(52);
});
