import { errorsOf, pinProblems, standing } from './pinned';

const pages = [
  {
    type: 'object',
    properties: { objname: { type: 'string' }, objnamespace: {} },
  },
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          users: {
            type: 'array',
            items: { type: 'object', properties: { name: { type: 'string' } } },
          },
        },
      },
    },
  },
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          size: { type: 'string' },
          values: { 'ui:field': 'SkeYaml', properties: { deep: {} } },
        },
      },
    },
  },
];
const values = {
  objname: 'one',
  spec: { size: 'huge', users: [{ name: 'a' }, { name: '' }] },
};
const pin = (field: string | undefined) =>
  pinProblems([{ field, message: 'is wrong' }], pages, values);

it.each([
  ['metadata.name', 0, ['objname'], 'is wrong'],
  ['metadata.namespace', 0, ['objnamespace'], 'is wrong'],
  ['spec.size', 2, ['spec', 'size'], 'is wrong'],
  ['spec.users[1].name', 1, ['spec', 'users', '1', 'name'], 'is wrong'],
  ['spec.users', 1, ['spec', 'users'], 'is wrong'],
  ['spec.values.deep.er', 2, ['spec', 'values'], 'deep.er: is wrong'],
  ['spec', 1, ['spec'], 'is wrong'],
])('pins %s to page %i, %j', (field, page, path, message) => {
  expect(pin(field)).toMatchObject({
    pinned: [{ page, path, message }],
    others: [],
  });
});

it.each([undefined, '', 'status.phase', 'metadata.labels.team'])(
  'pins %s to no field, and does not lose it',
  field => {
    expect(pin(field)).toEqual({
      pinned: [],
      others: [{ field, message: 'is wrong' }],
    });
  },
);

it('stands until the field is changed', () => {
  const { pinned } = pin('spec.size');
  expect(standing(pinned, 2, values)).toHaveLength(1);
  expect(standing(pinned, 0, values)).toEqual([]);
  const better = { ...values, spec: { ...values.spec, size: 'small' } };
  expect(standing(pinned, 2, better)).toEqual([]);
});

it('tells rjsf', () => {
  expect(
    errorsOf([
      { path: ['spec', 'size'], message: 'one' },
      { path: ['spec', 'size'], message: 'two' },
      { path: ['objname'], message: 'three' },
    ]),
  ).toEqual({
    spec: { size: { __errors: ['one', 'two'] } },
    objname: { __errors: ['three'] },
  });
});
