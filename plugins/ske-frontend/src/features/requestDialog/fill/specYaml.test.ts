import {
  SECRET_FIELD,
  secretPlaceholder,
  storedSecretMark,
} from '@syntasso/plugin-ske-common';
import { readSpec, secretTexts, specText } from './specYaml';

const schema = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'string', enum: ['small', 'large'] },
    users: {
      type: 'array',
      items: {
        type: 'object',
        properties: { age: { type: 'integer', minimum: 1 } },
      },
    },
    free: { type: 'object', additionalProperties: true },
  },
};
const messages = {
  notAnObject: 'has to be fields',
  unknown: (field: string) => `${field} is not known`,
  problem: ({ key }: { key: string }) => key,
};
const read = (text: string) => readSpec(text, schema, messages);
/** Each problem with the text that it is about. */
const marked = (text: string) =>
  read(text).problems.map(({ from, to, severity, message }) => [
    text.slice(from, to),
    severity,
    message,
  ]);

it('reads what a form would have said', () => {
  const text = 'size: small\nusers:\n  - age: 7\nfree:\n  any: thing\n';
  expect(read(text)).toEqual({
    kind: 'spec',
    spec: { size: 'small', users: [{ age: 7 }], free: { any: 'thing' } },
    problems: [],
  });
  expect(read('size: small')).toMatchObject({ spec: { size: 'small' } });
});

it.each([
  ['size: huge\n', [['size', 'error', 'field.enum']]],
  ['size: small\nusers:\n  - age: 0\n', [['age', 'error', 'field.minimum']]],
  ['', [['', 'error', 'field.required']]],
  [
    'size: small\ncolour: red\n',
    [['colour', 'warning', 'colour is not known']],
  ],
  [
    'size: small\nusers:\n  - name: anna\n',
    [['name', 'warning', 'users.0.name is not known']],
  ],
])('marks what is wrong in %j', (text, expected) => {
  expect(marked(text)).toEqual(expected);
  expect(read(text).kind).toBe('spec');
});

it.each([
  ['size: [small\n', expect.stringContaining('Flow sequence')],
  ['- size\n', 'has to be fields'],
  ['just text', 'has to be fields'],
])('says why %j is no spec', (text, message) => {
  expect(read(text)).toMatchObject({
    kind: 'broken',
    problems: [{ severity: 'error', message }],
  });
});

it.each([
  ['size: @small\n', '@'],
  ['size: small\n---\nsize: large\n', '---\nsize: large\n'],
  ['size: small\nsize: large\n', 'size'],
])('marks the first mistake in %j, where it is', (text, wrong) => {
  expect(marked(text)).toEqual([[wrong, 'error', expect.any(String)]]);
});

it('marks one mistake of a text that has very many', () => {
  expect(read(`[${',"" '.repeat(1_000)}`).problems).toHaveLength(1);
});

it('survives aliases without end', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n`;
  expect(read(bomb).kind).toBe('broken');
});

it('writes what it reads', () => {
  const spec = { size: 'small', users: [{ age: 7 }] };
  expect(read(specText(spec))).toMatchObject({ spec });
  expect(specText({})).toBe('');
  expect(specText(undefined)).toBe('');
});

it('has words for secrets, and says what is wrong with one that is typed', () => {
  const names = {
    SKE_FIELD_A: storedSecretMark(['spec', 'a']),
    SKE_FIELD_B: 'typed before',
  };
  const texts = secretTexts(names, (of, number) => `(${of} secret ${number})`);
  const spec = {
    a: secretPlaceholder('SKE_FIELD_A'),
    b: secretPlaceholder('SKE_FIELD_B'),
    c: secretPlaceholder('SKE_FIELD_A'),
  };
  const text = specText(spec, texts);
  expect(text).toBe(
    'a: (stored secret 1)\nb: (typed secret 2)\nc: (stored secret 1)\n',
  );
  const secret = {
    type: 'string',
    'ui:field': SECRET_FIELD,
    'ui:options': { minLength: 8 },
  };
  const withSecrets = {
    type: 'object',
    properties: { a: secret, b: secret, c: secret },
  };
  expect(readSpec(text, withSecrets, messages, texts)).toEqual({
    kind: 'spec',
    spec,
    problems: [],
  });
  const changed = text.replace('(typed secret 2)', 'short');
  expect(readSpec(changed, withSecrets, messages, texts)).toMatchObject({
    spec: { ...spec, b: 'short' },
    problems: [{ severity: 'error', message: 'dialog.secretShort' }],
  });
});

it('takes such words for a secret only where one belongs', () => {
  const texts = secretTexts(
    { SKE_FIELD_A: 'typed' },
    (of, n) => `(${of} ${n})`,
  );
  const oneSecret = {
    type: 'object',
    properties: {
      password: { type: 'string', 'ui:field': SECRET_FIELD },
      note: { type: 'string' },
    },
  };
  const note = '(typed 1)';
  expect(
    readSpec(`note: ${note}\npassword: ${note}\n`, oneSecret, messages, texts),
  ).toEqual({
    kind: 'spec',
    spec: { note, password: secretPlaceholder('SKE_FIELD_A') },
    problems: [],
  });
  expect(
    readSpec('password: (stored 7)\n', oneSecret, messages, texts),
  ).toMatchObject({
    kind: 'broken',
    problems: [{ severity: 'error', message: 'dialog.yamlUnknownSecret' }],
  });
});
