import { placeProblems, stillPresent } from './placeProblems';

const schema = {
  type: 'object',
  properties: {
    objname: { type: 'string' },
    objnamespace: {},
    spec: {
      type: 'object',
      properties: {
        size: { type: 'string' },
        'dotted.name': { type: 'string' },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        users: {
          type: 'array',
          items: { type: 'object', properties: { name: { type: 'string' } } },
        },
        values: { 'ui:field': 'SkeYaml', properties: { deep: {} } },
      },
    },
  },
};
const values = {
  objname: 'one',
  spec: {
    size: 'huge',
    users: [{ name: 'a' }, { name: '' }],
    labels: { 'example.org/team~a': 'x', 'example.org': 'y' },
  },
};
const place = (field: string | undefined) =>
  placeProblems([{ field, message: 'is wrong' }], schema, values);

it.each([
  ['metadata.name', ['objname'], 'is wrong'],
  ['metadata.namespace', ['objnamespace'], 'is wrong'],
  ['spec.size', ['spec', 'size'], 'is wrong'],
  ['spec.dotted.name', ['spec', 'dotted.name'], 'is wrong'],
  ['spec.users[1].name', ['spec', 'users', '1', 'name'], 'is wrong'],
  ['spec.users', ['spec', 'users'], 'is wrong'],
  ['spec.values.deep.er', ['spec', 'values'], 'deep.er: is wrong'],
  [
    'spec.labels.example.org/team~a',
    ['spec', 'labels', 'example.org/team~a'],
    'is wrong',
  ],
  [
    'spec.labels[example.org/team~a]',
    ['spec', 'labels', 'example.org/team~a'],
    'is wrong',
  ],
  ['spec.labels.gone', ['spec', 'labels'], 'gone: is wrong'],
  ['spec', ['spec'], 'is wrong'],
])('places %s to %j', (field, path, message) => {
  expect(place(field)).toMatchObject({
    atFields: [{ path, message }],
    others: [],
  });
});

it.each([undefined, '', 'status.phase', 'metadata.labels.team'])(
  'places %s to no field, and does not lose it',
  field => {
    expect(place(field)).toEqual({
      atFields: [],
      others: [{ field, message: 'is wrong' }],
    });
  },
);

it('stands until the field is changed', () => {
  const { atFields } = place('spec.size');
  expect(stillPresent(atFields, values)).toHaveLength(1);
  const better = { ...values, spec: { ...values.spec, size: 'small' } };
  expect(stillPresent(atFields, better)).toEqual([]);
});
