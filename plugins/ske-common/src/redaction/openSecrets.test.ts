import { hasOpenSecrets, MASK, redactObjectsIn, secretsInObjectText } from '.';

const template = (lines: string) =>
  `{{- if .Values.on }}\n${lines}{{- end }}\n`;

it.each([
  ['a Secret', 'kind: Secret\nstringData:\n  user: sesame\n'],
  ['lines below a key', 'db:\n  password: |\n    open\n    sesame\n'],
  ['the next line', 'token:\n  sesame\n'],
  ['words that go on', 'password: open\n  sesame\n'],
  ['a list', 'passwords:\n- sesame\n'],
  ['an indented list', 'x:\n  apiTokens:\n    - sesame\n'],
  ['a map', 'passwords:\n  anna: sesame\n'],
  [
    'a map after another',
    'credentials:\n  secret:\n    name: a\n  b: sesame\n',
  ],
  ['a map in brackets', 'a: {"passwords": {"anna":"sesame"}}\n'],
  ['lines of Windows', 'passwords:\r\n  - sesame\r\n'],
])('finds secrets without an end in a template: %s', (_, lines) => {
  const text = template(lines);
  expect(hasOpenSecrets(text)).toBe(true);
  const long = `${lines}${'# a line\n'.repeat(9_000)}`;
  for (const unread of [text, long]) {
    expect(redactObjectsIn(unread)).toBe(MASK);
    expect(secretsInObjectText(unread)).toContain(unread);
  }
});

it.each([
  [
    'a name of a Secret',
    'volumes:\n  - secret:\n      secretName: db\n      mode: 1\n',
  ],
  ['the key of a Secret', 'secretKeyRef:\n  name: db\n  key: password\n'],
  ['a reference', 'password: |\n  {{ .Values.password | quote }}\n'],
  ['values of a template', 'tokens:\n  api: {{ .Values.token }}\n'],
  ['what is beside a secret', '- password: sesame\n  user: anna\n'],
  ['names of Secrets', 'secrets:\n  - name: db\n'],
  ['a key without a value', 'password:\nuser: anna\n'],
  ['something else', 'spec:\n  containers:\n    - name: app\n'],
])('finds none in a template: %s', (_, lines) => {
  expect(hasOpenSecrets(template(lines))).toBe(false);
});
