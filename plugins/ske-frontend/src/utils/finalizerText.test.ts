import type { T } from '../translations/useT';
import { finalizerText } from './finalizerText';

const t: T = (key, values) => `${key} ${values?.name ?? ''}`.trim();

it.each([
  ['kratix.io/delete-workflows', 'del.finalizer.deleteWorkflows'],
  ['kratix.io/work-cleanup', 'del.finalizer.works'],
  ['kratix.io/workflows-cleanup', 'del.finalizer.jobs'],
  ['kratix.io/resource-binding-cleanup', 'del.finalizer.binding'],
  ['kratix.io/new-cleanup', 'del.finalizer.kratix kratix.io/new-cleanup'],
  ['kratix.io/resource-request-cleanup', 'del.finalizer.resources'],
  ['kratix.io/revision-cleanup', 'del.finalizer.versions'],
  [
    'kratix.io/dynamic-controller-dependant-resources-cleanup',
    'del.finalizer.rights',
  ],
  ['kratix.io/dependencies-cleanup', 'del.finalizer.dependencies'],
  ['kratix.io/api-crd-cleanup', 'del.finalizer.api'],
  ['foregroundDeletion', 'del.finalizer.dependants'],
  ['example.org/hold', 'del.finalizer.foreign example.org/hold'],
  ['constructor', 'del.finalizer.foreign constructor'],
])('says what %s stands for', (finalizer, text) => {
  expect(finalizerText(t, finalizer)).toBe(text);
});

it.each([
  ['kratix.io/delete-workflows', 'del.finalizer.promiseDeleteWorkflows'],
  ['kratix.io/workflows-cleanup', 'del.finalizer.jobs'],
  ['constructor', 'del.finalizer.foreign constructor'],
])('says what %s of a Promise stands for', (finalizer, text) => {
  expect(finalizerText(t, finalizer, 'offering')).toBe(text);
});
