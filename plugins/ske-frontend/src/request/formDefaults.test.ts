import { formDefaults, withoutDefaults } from './formDefaults';

const pages = [
  { type: 'object', properties: { objnamespace: { default: 'default' } } },
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          size: { type: 'string' },
          tags: { type: 'array', default: ['a'] },
          backup: {
            type: 'object',
            properties: { keep: { type: 'integer', default: 7 } },
          },
        },
      },
    },
  },
] as never;

it('knows what a form fills in by itself', () => {
  expect(formDefaults(pages)).toEqual({
    objnamespace: 'default',
    spec: { tags: ['a'], backup: { keep: 7 } },
  });
});

it('leaves what somebody has given', () => {
  const { spec } = formDefaults(pages);
  const given = { size: 'small', tags: ['a'], backup: { keep: 8, hour: 1 } };
  expect(withoutDefaults(given, spec)).toEqual({
    size: 'small',
    backup: { keep: 8, hour: 1 },
  });
  expect(withoutDefaults({ backup: { keep: 7 } }, spec)).toEqual({
    backup: {},
  });
});
