import type { Manifest } from '@syntasso/plugin-ske-common';
import { isOwnChange } from './isOwnChange';

const ofKratix = { type: 'Available', status: 'True' };
const own = { type: 'BackstagePortalSynced', status: 'False', message: 'a' };
const promise: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'redis', resourceVersion: '1' },
  status: { workflows: 0, conditions: [ofKratix, own] },
};
const changed = (changes: Partial<Manifest>) =>
  isOwnChange({
    kind: 'modified',
    previous: promise,
    object: { ...promise, ...changes },
  });

it('is one of its own conditions and its annotation', () => {
  const conditions = [ofKratix, { ...own, message: 'b' }];
  expect(
    changed({
      status: { workflows: 0, conditions },
      metadata: {
        name: 'redis',
        resourceVersion: '2',
        annotations: { 'kratix.io/portal-backstage-entity-url': '/catalog' },
      },
    }),
  ).toBe(true);
});

it.each<[string, Partial<Manifest>]>([
  ['a label', { metadata: { name: 'redis', labels: { a: 'b' } } }],
  [
    'another annotation',
    { metadata: { name: 'redis', annotations: { a: '' } } },
  ],
  ['the spec', { spec: { api: {} } }],
  ['a condition of Kratix', { status: { workflows: 0, conditions: [own] } }],
  ['another part of the status', { status: { conditions: [ofKratix, own] } }],
])('is not %s', (_, changes) => {
  expect(changed(changes)).toBe(false);
});

it('is not a Promise that comes or goes', () => {
  expect(isOwnChange({ kind: 'added', object: promise })).toBe(false);
  expect(isOwnChange({ kind: 'deleted', object: promise })).toBe(false);
});
