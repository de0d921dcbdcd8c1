import fc from 'fast-check';
import { fieldPathOf, readFieldPath, type FieldStep } from './fieldPath';

it.each<[string, FieldStep[]]>([
  ['spec.size', [{ name: 'size' }]],
  ['spec.a-b.c_d.$ref', [{ name: 'a-b' }, { name: 'c_d' }, { name: '$ref' }]],
  ['spec["a.b"].c', [{ name: 'a.b' }, { name: 'c' }]],
  ['spec["say \\"hi\\" ]"]', [{ name: 'say "hi" ]' }]],
  ['spec.users[].name', [{ name: 'users' }, '[]', { name: 'name' }]],
  ['spec.labels{}', [{ name: 'labels' }, '{}']],
  ['spec.a[][]{}', [{ name: 'a' }, '[]', '[]', '{}']],
])('%s leads to %j', (path, steps) => {
  expect(readFieldPath(path)).toEqual(steps);
  expect(fieldPathOf(steps)).toBe(path);
});

it.each([
  '',
  'spec',
  'size',
  'special.size',
  'metadata.name',
  'spec.',
  'spec..a',
  'spec.a.',
  'spec.a b',
  'spec.users[0].name',
  'spec["a]',
  'spec["\\q"]',
  "spec['a.b']",
  '.spec.a',
])('%j leads nowhere', path => {
  expect(readFieldPath(path)).toBeUndefined();
});

it('reads what it writes, whatever names fields have', () => {
  const step = fc.oneof<fc.Arbitrary<FieldStep>[]>(
    fc.constant('[]'),
    fc.constant('{}'),
    fc.record({ name: fc.string({ unit: 'binary' }) }),
    fc.record({ name: fc.constantFrom('__proto__', 'a.b', '[]', '"', 'x') }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), steps => {
      expect(readFieldPath(fieldPathOf(steps))).toEqual(steps);
    }),
  );
});
