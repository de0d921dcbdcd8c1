import { MASK } from '../redaction/masks';
import { formSchema } from './schema';
import {
  fillSecrets,
  maskSecrets,
  secretName,
  secretNameOf,
  secretPlaceholder,
} from './secrets';

const name = secretName('0a-1b');
const form = {
  users: [{ name: 'anna', password: secretPlaceholder(name) }],
  note: 'ske-secret: is how it begins',
};

it('has a field of its own, which checks the limits itself', () => {
  expect(
    formSchema({
      type: 'string',
      format: 'password',
      minLength: 12,
      maxLength: 20,
      default: 'changeme',
    }),
  ).toEqual({
    type: 'string',
    'ui:field': 'SkeSecret',
    'ui:backstage': { review: { mask: '********' } },
    'ui:options': { minLength: 12, maxLength: 20 },
  });
});

it('stands in the form by its name alone', () => {
  expect(secretNameOf(form.users[0].password)).toBe('SKE_FIELD_0a1b');
  expect(secretNameOf(form.note)).toBeUndefined();
  expect(secretNameOf(7)).toBeUndefined();
});

it('is put into its place, and named when it is not there', () => {
  expect(fillSecrets(form, { [name]: 'open sesame' })).toEqual({
    value: {
      users: [{ name: 'anna', password: 'open sesame' }],
      note: form.note,
    },
    missing: [],
  });
  expect(fillSecrets(form, {}).missing).toEqual(['users[0].password']);
});

it('is masked to be looked at', () => {
  expect(maskSecrets(form).users).toEqual([{ name: 'anna', password: MASK }]);
});
