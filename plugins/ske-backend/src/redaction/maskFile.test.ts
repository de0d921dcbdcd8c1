import { HIDDEN, MASK } from '@syntasso/plugin-ske-common';
import { stringify } from 'yaml';
import { maskFile } from './maskFile';

it('masks by the fields of what is in it, and known secrets wherever they are', () => {
  const text = [
    'kind: Secret',
    'data:',
    '  user: YWRtaW4=',
    '---',
    'kind: ConfigMap',
    'data:',
    '  dbPassword: hunter2',
    '  note: the key is open-sesame-1',
    '',
  ].join('\n');
  expect(maskFile([text], ['open-sesame-1'])[0]).toBe(
    [
      'kind: Secret',
      'data:',
      `  user: ${HIDDEN}`,
      '---',
      'kind: ConfigMap',
      'data:',
      `  dbPassword: ${HIDDEN}`,
      `  note: the key is ${MASK}`,
      '',
    ].join('\n'),
  );
});

it.each([
  ['JSON', '{"kind":"Secret","stringData":{"a":"s3cr3t-value"}}'],
  ['a script', 'export DB_PASSWORD=s3cr3t-value\n'],
  ['broken YAML', 'a: [\npassword: s3cr3t-value\n'],
  [
    'what is nested too deep',
    `password: s3cr3t-value\na: ${'['.repeat(20_000)}`,
  ],
  [
    'a file that is too long to be read',
    `password: s3cr3t-value\n${'# a line\n'.repeat(9_000)}`,
  ],
  [
    'aliases that multiply',
    `password: s3cr3t-value\n${Array.from(
      { length: 30 },
      (_, i) => `k${i}: &a${i} [${i ? `*a${i - 1}, *a${i - 1}` : '1'}]`,
    ).join('\n')}`,
  ],
])('leaves no secret in %s', (_, text) => {
  expect(maskFile([text], [])[0]).not.toContain('s3cr3t-value');
});

it.each([
  ['a Secret in a ConfigMap', 'kind: Secret\nstringData:\n  a: s3cr3t-value\n'],
  ['Helm values', 'size: 1\npassword: a s3cr3t-value of words\n'],
  ['a list in Helm values', 'size: 1\npasswords:\n  - s3cr3t-value\n'],
])('leaves no secret in an object in a text: %s', (_, values) => {
  const text = stringify({
    kind: 'ConfigMap',
    data: { values, note: 'plain' },
  });
  const [shown] = maskFile([text], []);
  expect(shown).not.toContain('s3cr3t-value');
  expect(shown).toContain('note: plain');
});

it('hides a patch that kustomize applies to a Secret', () => {
  const step = '- op: replace\n  path: /data/user\n  value: c2VzYW1l\n';
  const patches = ['Secret', 'ConfigMap'].map(kind => ({
    target: { kind },
    patch: step,
  }));
  const [shown = ''] = maskFile([stringify({ patches })], []);
  expect(shown).toContain(`patch: ${HIDDEN}`);
  expect(shown.match(/c2VzYW1l/g)).toHaveLength(1);
});

it.each([
  [
    'a template',
    'kind: Secret\n{{- if .Values.a }}\nstringData:\n  a: x\n{{- end }}\n',
  ],
  ['broken JSON', '{"kind":"SecretList","items":[{"data":{"a":"eA=="}}'],
  ['lines below a key', 'password: |\n  a\n{{- if }}\n  b\n{{- end }}\n'],
  ['a list', 'passwords:\n  - a\nb: [\n'],
  ['a long file', `passwords:\n  anna: a\n${'# a line\n'.repeat(9_000)}`],
  ['a tag', '"kind": !!str Secret\nstringData: {a: x}\nb: ['],
])(
  'does not show %s of secrets that it cannot tell from the rest',
  (_, text) => {
    expect(maskFile([text], [])).toBe('hasSecrets');
    // Also where the other version could be read.
    expect(maskFile(['kind: Secret\ndata: {a: eA==}\n', 'a: [\n'], [])).toBe(
      'hasSecrets',
    );
  },
);

it('shows a broken file that is about the store of Secrets', () => {
  const text = 'kind: SecretStore\nb: [\n';
  expect(maskFile([text], [])).toEqual([text]);
});

it('leaves what is no secret as it is', () => {
  expect(maskFile(['server:\n  port: 8080\n'], [])[0]).toBe(
    'server:\n  port: 8080\n',
  );
  expect(maskFile(['# How to use it\n\nSay please.\n'], [])[0]).toBe(
    '# How to use it\n\nSay please.\n',
  );
});

it('leaves numbers, quotes and the like as they are written', () => {
  const text = [
    // Of an object, JavaScript has such keys first.
    '"8080": b',
    'version: 1.10',
    'mode: 0o17',
    'rights: 0644',
    'most: 1e3',
    'color: 0xFF',
    'id: 123456789012345678901234567890',
    'enabled: yes',
    'on: True',
    'none: ~',
    'since: 2001-12-14t21:59:43.10-05:00',
    'release: "1.10"',
    "motto: 'it''s'",
    '1.10: a',
    'ports:',
    '  - 0x1F',
    "  - '2'",
    '',
  ].join('\n');
  expect(maskFile([text], [])[0]).toBe(text);
});

it('takes numbers, quotes and the like of what aliases stand for', () => {
  const text =
    'a: &a\n  size: 1.10\n  dbPassword: hunter2\nb: *a\nc: &c 0o17\nd: *c\n';
  const masked = `\n  size: 1.10\n  dbPassword: ${HIDDEN}\n`;
  expect(maskFile([text], [])[0]).toBe(
    `a:${masked}b:${masked}c: 0o17\nd: 0o17\n`,
  );
});

it.each([
  ['a comment', 'a: 1.10 # s3cr3t-value\n'],
  [
    'a comment of a Secret',
    'kind: Secret\ndata:\n  # a: s3cr3t-value\n  b: c\n',
  ],
  ['the name of an anchor', 'a: &s3cr3t-value 1.10\n'],
  ['a tag', 'a: !s3cr3t-value 1.10\n'],
  [
    'a value that another one replaces',
    'password: s3cr3t-value\npassword: x\n',
  ],
  ['quotes', 'a: "s3cr3t\\x2dvalue"\n'],
  ['a text in quotes', `a: 'the password="s3cr3t-value of mine"'\n`],
  ['quotes over two lines', 'a: "the s3cr3t-\\\n  value"\n'],
  ['a key in quotes', '"s3cr3t\\u002dvalue": 1\n'],
])('hides a known secret in %s', (_, text) => {
  const [masked] = maskFile([text], ['s3cr3t-value']);
  expect(masked).not.toContain('s3cr3t');
});

it('masks a number by its key, whatever its form', () => {
  expect(maskFile(['password: 0o17\n'], [])[0]).toBe(`password: ${HIDDEN}\n`);
});

it('masks two versions in the same way, so that they can be compared', () => {
  const short = 'a:   1 # one\n';
  const long = `a:   1 # one\n${'# a line\n'.repeat(9_000)}`;
  expect(maskFile([short, long], [])).toEqual([short, long]);
  expect(maskFile([short, undefined], [])).toEqual(['a: 1\n', undefined]);
});

it.each([
  ['objects', `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`],
  ['keys', `${'? '.repeat(400)}x`],
])('leaves a file of %s within each other as it is, at once', (_, text) => {
  expect(maskFile([text, text], [])).toEqual([text, text]);
});

it('does not write out what aliases repeat', () => {
  const text = `a: &a "${'x'.repeat(50_000)}"\nb: [${'*a, '.repeat(90)}1]\n`;
  expect(maskFile([text], [])[0]).toHaveLength(text.length);
});

it('leaves a file of mistakes as it is', () => {
  const text = `[${']'.repeat(60_000)}`;
  expect(maskFile([text], [])).toEqual([text]);
});

it('finds a known secret in a line that is long', () => {
  const secret =
    'correct horse battery staple and a very long passphrase to keep';
  const text = `line: ${'a word '.repeat(9)}${secret}\n`;
  expect(maskFile([text], [secret])[0]).not.toMatch(/staple/);
});
