import { textSchema } from './textSchema';

const { validate, jsonSchema } = textSchema('/kratix')['~standard'];

it('takes a text, or what stands for nothing', () => {
  expect(validate('/redis')).toEqual({ value: '/redis' });
  expect(validate(undefined)).toEqual({ value: '/kratix' });
});

it.each([[null], [7], [{}]])('refuses %p', value => {
  expect(validate(value)).toEqual({ issues: [{ message: 'must be a text' }] });
});

it('says what it takes', () => {
  expect(jsonSchema.input()).toEqual({ type: 'string', default: '/kratix' });
});
