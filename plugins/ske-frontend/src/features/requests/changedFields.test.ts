import { changedFields } from './changedFields';

const manifest = (spec: string) =>
  `apiVersion: a.example.org/v1\nkind: Redis\nmetadata: {name: cache}\n${spec}`;
const changed = (before: string, after: string) =>
  changedFields({ before: manifest(before), manifest: manifest(after) });

it('names the fields that differ, and a list as one', () => {
  expect(
    changed(
      'spec: {size: s, backup: {bucket: a, days: 1}, users: [anna], old: 1}',
      'spec: {size: l, backup: {bucket: b, days: 1}, users: [anna, bert], new: 1}',
    ),
  ).toEqual(['size', 'backup.bucket', 'users', 'old', 'new']);
  expect(changed('spec: {a: 1}', 'spec: {a: 1}')).toEqual([]);
  expect(changed('', 'spec: {a: 1}')).toEqual(['a']);
  expect(changed('spec: [1]', 'spec: {a: 1}')).toEqual(['spec']);
  expect(changed('spec: {constructor: 1}', 'spec: {a: 1}')).toEqual([
    'constructor',
    'a',
  ]);
});

it.each([
  ['nothing', undefined],
  ['what is no manifest', 'just words'],
  ['broken YAML', 'a: [1'],
])('says nothing of %s', (_, before) => {
  expect(
    changedFields({ before, manifest: manifest('spec: {a: 1}') }),
  ).toBeUndefined();
});

it('names no more than two hundred', () => {
  const many = Array.from({ length: 500 }, (_, index) => `k${index}: 1`);
  expect(changed('spec: {}', `spec: {${many.join(', ')}}`)).toHaveLength(200);
});
