import type { Manifest } from '../kubernetes/manifest';
import { kratix } from './kratix';

const promise = (metadata: object): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', ...metadata },
  status: { status: 'Available' },
});

it.each([
  ['takes requests when it is available', {}, true],
  [
    'takes none any more while it is being deleted',
    { deletionTimestamp: '2026-08-03T07:00:00Z' },
    false,
  ],
])('a Promise %s', (_, metadata, isAvailable) => {
  expect(kratix.offeringOf(promise(metadata)).isAvailable).toBe(isAvailable);
});
