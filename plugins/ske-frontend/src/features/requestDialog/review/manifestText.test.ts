import { manifestText } from './manifestText';

const manifest = (spec: object) => ({
  apiVersion: 'example.org/v1',
  kind: 'Cache',
  metadata: { name: 'one', namespace: 'default', uid: 'u' },
  spec: spec as never,
});
const head =
  'apiVersion: example.org/v1\nkind: Cache\nmetadata:\n  name: one\n  namespace: default\n';

it('shows what was asked for, and nothing that only the platform writes', () => {
  expect(manifestText(manifest({ size: 'small' }))).toBe(
    `${head}spec:\n  size: small\n`,
  );
});

it('remarks upon what nobody has given, in the order of what somebody has', () => {
  const wanted = manifest({
    size: 'small',
    disk: { gb: 1 },
    users: [{ name: 'a' }],
  });
  const accepted = manifest({
    backup: { daily: true, hours: [1, 2] },
    disk: { gb: 1, type: 'ssd' },
    size: 'small',
    users: [{ name: 'a', role: 'reader' }],
  });
  expect(
    manifestText(accepted, {
      order: wanted,
      given: [wanted],
      remark: 'default',
    }),
  ).toBe(
    `${head}spec:
  size: small
  disk:
    gb: 1
    type: ssd # default
  users:
    - name: a
      role: reader # default
  backup:
    daily: true # default
    hours:
      - 1 # default
      - 2 # default
`,
  );
});

it('remarks upon nothing that was there before', () => {
  const wanted = manifest({ size: 'large' });
  const present = manifest({ size: 'small', zone: 'a' });
  expect(
    manifestText(manifest({ size: 'large', zone: 'a' }), {
      given: [wanted, present],
      remark: 'default',
    }),
  ).toBe(`${head}spec:\n  size: large\n  zone: a\n`);
});

it('says beside a value what the form calls it', () => {
  const wanted = manifest({ users: [{ role: 'ro' }] });
  const accepted = manifest({
    users: [{ role: 'ro' }, { role: 'rw' }],
    policy: 'noeviction',
    size: 'small',
  });
  const roles = { enum: ['ro', 'rw'], 'ui:enumNames': ['Reads only', 'rw'] };
  const schema = {
    properties: {
      spec: {
        properties: {
          policy: {
            enum: ['noeviction', 'lru'],
            'ui:enumNames': ['Refuse writes when full', 'Drop the oldest'],
          },
          users: { type: 'array', items: { properties: { role: roles } } },
        },
      },
    },
  };
  expect(
    manifestText(accepted, {
      order: wanted,
      given: [wanted],
      remark: 'default',
      schema,
    }),
  ).toBe(
    `${head}spec:
  users:
    - role: ro # Reads only
    - role: rw # default
  policy: noeviction # default: Refuse writes when full
  size: small # default
`,
  );
});
