import { connectFieldsOf } from './connect';

const status = {
  conditions: [{ type: 'Reconciled' }],
  kratix: {},
  observedGeneration: 1,
  message: 'ready',
  connectionDetails: {
    host: 'cache.default.svc',
    port: 6379,
    credentialsSecret: 'cache-credentials',
    password: 'hunter2',
  },
  url: 'https://example.org',
  dsn: 'postgres://user:hunter2@db.example.org/x',
};

describe('connectFields', () => {
  it("shows what the platform team wrote, not Kratix's own, and never a secret", () => {
    const fields = connectFieldsOf(status);
    expect(fields.map(f => [f.label, f.value.kind])).toEqual([
      ['Connection details', 'group'],
      ['Url', 'link'],
      ['Dsn', 'hidden'],
    ]);
    const [group] = fields;
    expect(
      group.value.kind === 'group' && group.value.fields.map(f => f.value),
    ).toEqual([
      { kind: 'text', text: 'cache.default.svc' },
      { kind: 'text', text: '6379' },
      { kind: 'secretName', name: 'cache-credentials' },
      { kind: 'hidden' },
    ]);
    expect(JSON.stringify(fields)).not.toContain('hunter2');
  });

  it('reads a reference to a Secret as one row, with its key and namespace', () => {
    const fields = connectFieldsOf({
      passwordSecretRef: { name: 'cache', namespace: 'ops', key: 'password' },
      tlsSecretName: 'ops/cache-tls',
    });
    expect(fields.map(field => field.value)).toEqual([
      { kind: 'secretName', name: 'cache', namespace: 'ops', key: 'password' },
      { kind: 'secretName', namespace: 'ops', name: 'cache-tls' },
    ]);
  });

  it('takes what the backend has hidden for no name and no text', () => {
    const fields = connectFieldsOf({
      secretName: '(hidden)',
      note: '(hidden)',
    });
    expect(fields.map(field => field.value.kind)).toEqual(['hidden', 'hidden']);
  });

  it.each([
    'java' + 'script:alert(1)',
    'data:text/html,x',
    '//evil.example.org',
  ])('makes no link of %s', url => {
    expect(connectFieldsOf({ url })[0].value).toEqual({
      kind: 'text',
      text: url,
    });
  });

  it.each([[undefined], ['text'], [[1]], [{}]])(
    'gives nothing for %p',
    value => {
      expect(connectFieldsOf(value)).toEqual([]);
    },
  );
});
