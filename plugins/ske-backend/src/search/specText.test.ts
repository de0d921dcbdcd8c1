import { kratix, type Manifest } from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { specTextOf } from './specText';

const offering = kratix.offeringOf(
  promiseOf('Redis', {
    properties: {
      spec: {
        type: 'object',
        properties: { pin: { type: 'string', format: 'password' } },
      },
    },
  }),
);
const textOf = (spec: unknown) =>
  specTextOf({
    offering,
    resource: {
      apiVersion: 'own.example.org/v1',
      kind: 'Redis',
      metadata: { name: 'cache' },
      spec: spec as Manifest['spec'],
      status: { host: 'cache.test' },
    },
  });

it('has each field with its value, and no secret', () => {
  expect(
    textOf({
      evictionPolicy: 'allkeys-lru',
      pin: '4711',
      users: [{ name: 'anna', password: 'hunter2' }],
      persistence: { enabled: true, capacity: '20Gi', copies: 2 },
      nothing: null,
      script: 'one\ntwo',
    }),
  ).toBe(
    [
      'evictionPolicy: allkeys-lru',
      'users › name: anna',
      'persistence › enabled: true',
      'persistence › capacity: 20Gi',
      'persistence › copies: 2',
      'script: one two',
    ].join('\n'),
  );
});

it.each([
  ['a long text', { text: 'x'.repeat(1_000_000) }, 210],
  [
    'many fields',
    Object.fromEntries(
      Array.from({ length: 50_000 }, (_, n) => [`field${n}`, 'value']),
    ),
    8_000,
  ],
])('keeps %s short', (_, spec, most) => {
  expect(textOf(spec).length).toBeLessThanOrEqual(most);
});

it.each([[undefined], [null], ['text'], [[]], [{}]])(
  'has nothing of a spec that is %j',
  spec => {
    expect(textOf(spec)).toBe('');
  },
);

it('ends where a spec is too deep', () => {
  let deep: object = { end: 'here' };
  for (let level = 0; level < 100; level++) deep = { deep };
  expect(textOf({ size: 'small', deep })).toBe('size: small');
});
