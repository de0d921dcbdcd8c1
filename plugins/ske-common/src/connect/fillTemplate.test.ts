import type { Manifest } from '../kubernetes/manifest';
import { HIDDEN, MASK } from '../redaction/masks';
import { fillTemplate, type SnippetPart } from './fillTemplate';

const resource: Pick<Manifest, 'metadata' | 'spec' | 'status'> = {
  metadata: { name: 'cache', namespace: 'team-a' },
  spec: {
    size: 'small',
    ha: false,
    note: 'two\nlines',
    pin: `${MASK} /spec/pin`,
  },
  status: {
    connectionDetails: {
      host: 'cache.team-a.svc',
      port: 6379,
      credentialsSecret: 'cache-credentials',
      brokers: ['a:9092', 'b:9092'],
      nothing: [],
      users: [{ name: 'anna' }],
      apiToken: 'hunter2hunter2',
      sentence: `log in with ${HIDDEN}`,
    },
    tls: { certSecretRef: { name: 'cache-tls', key: 'tls.key' } },
    'a.b': 'dotted',
    path: '$(rm -rf ~)',
    option: '--eval=x',
    words: 'some words',
    bidi: 'a\u202Eb',
    long: 'x'.repeat(501),
  },
};

const shown = (parts: SnippetPart[]) =>
  parts
    .map(part =>
      part.kind === 'text'
        ? part.text
        : `<${Object.values(part.gap).map(String).join(' ')}>`,
    )
    .join('');
const fill = (template: string, language?: string) =>
  shown(fillTemplate(template, resource, language));

it('fills in names, texts, numbers, booleans and lists', () => {
  expect(
    fill(
      '${{metadata.name}}.${{ metadata.namespace }} ${{ status.connectionDetails.host }}:${{ status.connectionDetails.port }} ${{ spec.ha }} ${{ status["a.b"] }} ${{ status.connectionDetails.brokers }} ${{ status.connectionDetails.brokers[1] }}',
    ),
  ).toBe(
    'cache.team-a cache.team-a.svc:6379 false dotted a:9092,b:9092 b:9092',
  );
});

it('has the namespace default where a manifest names none', () => {
  const parts = fillTemplate('${{ metadata.namespace }}', {
    metadata: { name: 'a' },
  });
  expect(shown(parts)).toBe('default');
});

it('leaves what is no placeholder, and writes $${{ as ${{', () => {
  expect(fill('a $${{ secrets.x }} }} {{ .Values.a }} $ {')).toBe(
    'a ${{ secrets.x }} }} {{ .Values.a }} $ {',
  );
});

it('names the Secret that a field names, and never a secret', () => {
  expect(fill('${{ status.connectionDetails.credentialsSecret }}')).toBe(
    'cache-credentials',
  );
  const secret = (path: string) => fill(`\${{ ${path} }}`);
  expect(secret('status.connectionDetails.apiToken')).toBe(
    '<secret apiToken cache-credentials>',
  );
  expect(secret('status.connectionDetails.sentence')).toBe(
    '<secret sentence cache-credentials>',
  );
  expect(secret('spec.pin')).toBe('<secret pin cache-credentials>');
  // What the status does not have and a Secret will.
  expect(secret('status.connectionDetails.password')).toBe(
    '<secret password cache-credentials>',
  );
  expect(secret('status.tls.password')).toBe('<secret tls.key cache-tls>');
  const parts = fillTemplate('${{ status.password }}', {
    metadata: { name: 'a' },
    status: { password: HIDDEN },
  });
  expect(shown(parts)).toBe('<secret password undefined>');
});

it.each([
  ['status.host', '<missing status.host>'],
  ['status.connectionDetails.nothing', '<missing'],
  ['status.connectionDetails', '<group status.connectionDetails>'],
  ['status.tls.certSecretRef', '<group'],
  ['status.connectionDetails.users', '<list'],
  ['status.connectionDetails.users[7].name', '<missing'],
  ['status.connectionDetails.brokers.length', '<missing'],
  ['status.toString', '<missing'],
  ['status.constructor.name', '<missing'],
  ['status.__proto__.polluted', '<missing'],
  ['spec.note', '<unsafe spec.note>'],
  ['status.bidi', '<unsafe'],
  ['status.long', '<unsafe'],
])('leaves a gap for %s', (path, gap) => {
  expect(fill(`\${{ ${path} }}`, 'yaml')).toContain(gap);
});

it('fills in nothing that a shell acts on, unless it is for data', () => {
  for (const path of ['status.path', 'status.option', 'status.words']) {
    const template = `\${{ ${path} }}`;
    expect(fill(template, 'bash')).toBe(`<unsafe ${path}>`);
    expect(fill(template)).toBe(`<unsafe ${path}>`);
    expect(fill(template, 'yaml')).not.toContain('<unsafe');
  }
});

it.each([
  'a", "admin": true, "b": "',
  "it's",
  '${file("/etc/key")}',
  '{{ .Values.secret }}',
  'a: b',
  'a # b',
  '*alias',
  '[a]',
  '- a',
  '</host><admin/>',
  'a\\',
])('fills in nothing that says something else in data: %s', host => {
  const hostIn = (language: string) =>
    shown(
      fillTemplate(
        '${{ status.host }}',
        { metadata: { name: 'a' }, status: { host } },
        language,
      ),
    );
  for (const language of ['yaml', 'json', 'hcl', 'xml']) {
    expect(hostIn(language)).toBe('<unsafe status.host>');
  }
  expect(hostIn('text')).toBe(host);
});

it.each([
  'postgres://db.team-a.svc:5432/app?sslmode=require&a=b',
  'a:9092,b:9092',
  'two words',
  'arn:aws:s3:::bucket/*',
])('fills a usual value into data: %s', host => {
  const parts = fillTemplate(
    '${{ status.host }}',
    { metadata: { name: 'a' }, status: { host } },
    'yaml',
  );
  expect(shown(parts)).toBe(host);
});

it.each([null, 'text', [1], { a: { b: null } }])(
  'takes any status: %j',
  status => {
    const parts = fillTemplate('${{ status.a.b.c }}', {
      metadata: { name: 'a' },
      status: status as Manifest['status'],
    });
    expect(shown(parts)).toBe('<missing status.a.b.c>');
  },
);

it('reads a long template in time with its length', () => {
  const text = '${{'.repeat(2_700);
  const started = Date.now();
  expect(fill(text)).toBe('');
  expect(Date.now() - started).toBeLessThan(1_000);
});
