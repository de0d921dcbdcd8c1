import { storedSecretMark, type Manifest } from '@syntasso/plugin-ske-common';
import { findRefusals } from './findRefusals';

const schema = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'string', enum: ['small', 'medium'] },
    replicas: { type: 'integer', maximum: 3, default: 1 },
    pin: { type: 'string', maxLength: 4 },
  },
};
const refusals = (spec: unknown) =>
  findRefusals(schema, {
    apiVersion: 'a.example.org/v1',
    kind: 'Redis',
    metadata: { name: 'cache' },
    spec: spec as Manifest['spec'],
  }).map(({ path, key }) => [path.join('.'), key]);

it('finds what a newer API would refuse', () => {
  expect(refusals({ size: 'small' })).toEqual([]);
  expect(refusals({ size: 'xl' })).toEqual([['size', 'field.enum']]);
  expect(refusals({})).toEqual([['size', 'field.required']]);
  expect(refusals(undefined)).toEqual([['size', 'field.required']]);
  expect(refusals({ size: 'small', replicas: 9 })).toHaveLength(1);
});

it('does not judge what stands for a secret, nor a field that is gone', () => {
  expect(
    refusals({ size: 'small', pin: storedSecretMark(['spec', 'pin']), old: 1 }),
  ).toEqual([]);
});
