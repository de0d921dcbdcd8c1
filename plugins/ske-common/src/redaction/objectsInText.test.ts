import type { JsonObject, JsonValue } from '@backstage/types';
import { stringify } from 'yaml';
import {
  HIDDEN,
  fillStoredSecrets,
  MASK,
  redact,
  redactObjectsIn,
  secretsIn,
  secretsInObjectText,
  storedSecretMark,
  withoutSecrets,
} from '.';

const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db' },
  stringData: { user: 'open-sesame' },
};
const patch = 'metadata:\n  name: db\nstringData:\n  user: open-sesame\n';
const values = 'image: app\nauth:\n  password: open sesame and more\n';
const cloudConfig = [
  '#cloud-config',
  'chpasswd:',
  '  list: |',
  '    root:open-sesame',
  'write_files:',
  '  - path: /etc/api-token',
  '    content: open-sesame',
].join('\n');

it.each<[string, string]>([
  ['a Secret as YAML', stringify(secret)],
  ['a Secret as JSON', JSON.stringify(secret)],
  ['a Secret after another document', `a: 1\n---\n${stringify(secret)}`],
  ['a patch of a Secret', patch],
  ['a patch by steps', '- path: /stringData/password\n  value: open sesame\n'],
  ['Helm values', values],
  ['a list below a key', 'size: 1\npasswords:\n  - open-sesame\n'],
  ['a pair', 'env:\n  - value: open-sesame\n    name: DB_PASSWORD\n'],
  ['user data of cloud-init', cloudConfig],
  ['a text in a text', stringify({ data: { values: `a: |\n  ${patch}` } })],
  ['JSON in YAML in JSON', JSON.stringify({ a: stringify({ b: values }) })],
])('reads %s in a text by the rules for objects', (_, text) => {
  expect(redactObjectsIn(text)).not.toMatch(/open.sesame/);
  expect(redactObjectsIn(text)).toContain(MASK);
  expect(secretsInObjectText(text).join()).toMatch(/open.sesame/);
  const shown = withoutSecrets({ data: { note: text } });
  expect(JSON.stringify(shown)).not.toMatch(/open.sesame/);
  expect(redact({ note: text }, undefined, () => HIDDEN)).toEqual({
    note: HIDDEN,
  });
  expect(secretsIn({ note: text }).join()).toMatch(/open.sesame/);
});

it('leaves the rest of an object in a text', () => {
  expect(withoutSecrets({ values })).toEqual({
    values: `image: app\nauth:\n  password: "${MASK}"\n`,
  });
  expect(redactObjectsIn('{"a": 1, "stringData": {"a": "x"}}')).toBe(
    `{"a":1,"stringData":{"a":"${MASK}"}}`,
  );
});

it.each([
  'image: app\nport: 8080\n',
  'kind: Pod\nenv:\n  - name: PASSWORD\n    valueFrom: {secretKeyRef: {name: a}}\n',
  '{"a": 1, "secretName": "db"}',
  'password: must be long',
  'Error: no\nthe password: was: not right\n',
  '[broken, password: x',
])('leaves a text that has no secret as an object: %j', text => {
  expect(redactObjectsIn(text)).toBe(text);
});

it('puts back a text that has a secret in an object in it', () => {
  const before = { values };
  const shown = redact(before, undefined, storedSecretMark) as JsonObject;
  expect(shown).toEqual({ values: '******** /values' });
  const stored = (path: string[]): JsonValue | undefined =>
    path.join() === 'values' ? values : undefined;
  expect(fillStoredSecrets(shown, undefined, stored, []).value).toEqual(before);
});

it('hides texts that are within too many others', () => {
  let text = patch;
  for (let level = 0; level < 8; level += 1) text = stringify({ a: text });
  expect(redactObjectsIn(text)).not.toContain('sesame');
});

it.each(['self: &a [*a]', 'self: &a { b: { c: *a } }', 'self: &a [*a, *a]'])(
  'takes no text apart that aliases make endless: %s',
  aliases => {
    const text = `password: hunter2\n${aliases}\n`;
    expect(() => redactObjectsIn(text)).not.toThrow();
    const shown = JSON.stringify(redact({ spec: { note: text } }));
    expect(shown).not.toContain('hunter2');
  },
);

it('does not write out a text as often as aliases repeat it', () => {
  const inner = `a: &a "${'x'.repeat(9_000)}"\npassword: [${'*a, '.repeat(
    99,
  )}]\n`;
  const text = `a: &a ${JSON.stringify(inner)}\nb: [${'*a, '.repeat(99)}]\n`;
  const shown = withoutSecrets({ text });
  expect(shown).toEqual({ text: HIDDEN });
});

it('keeps a secret once, however often aliases repeat the texts it is in', () => {
  let text = 'a: 1\npassword: open sesame\n';
  for (let level = 0; level < 4; level += 1) {
    text = `a: &a ${JSON.stringify(text)}\nb: [${'*a, '.repeat(90)}]\n`;
  }
  const secrets = secretsInObjectText(text);
  expect(secrets).toContain('open sesame');
  expect(secrets.length).toBeLessThan(20);
});
