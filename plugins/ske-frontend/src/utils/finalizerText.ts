import type { MessageKey, T } from '../translations/useT';

/** What Kratix and Kubernetes hold a deletion for, by their finalizers. */
const KNOWN: Record<string, MessageKey> = {
  'kratix.io/delete-workflows': 'del.finalizer.deleteWorkflows',
  'kratix.io/work-cleanup': 'del.finalizer.works',
  'kratix.io/workflows-cleanup': 'del.finalizer.jobs',
  'kratix.io/resource-binding-cleanup': 'del.finalizer.binding',
  'kratix.io/resource-request-cleanup': 'del.finalizer.resources',
  'kratix.io/revision-cleanup': 'del.finalizer.versions',
  'kratix.io/dynamic-controller-dependant-resources-cleanup':
    'del.finalizer.rights',
  'kratix.io/dependencies-cleanup': 'del.finalizer.dependencies',
  'kratix.io/api-crd-cleanup': 'del.finalizer.api',
  foregroundDeletion: 'del.finalizer.dependants',
};

/** Texts of a Promise that differ from those of a Resource. */
const OF_OFFERING: Record<string, MessageKey> = {
  'kratix.io/delete-workflows': 'del.finalizer.promiseDeleteWorkflows',
};

/** What a finalizer stands for, in words; an unknown finalizer by its name. */
export function finalizerText(
  t: T,
  finalizer: string,
  of: 'offering' | 'resource' = 'resource',
): string {
  const known = of === 'offering' ? { ...KNOWN, ...OF_OFFERING } : KNOWN;
  if (Object.hasOwn(known, finalizer)) return t(known[finalizer]);
  return t(
    finalizer.startsWith('kratix.io/')
      ? 'del.finalizer.kratix'
      : 'del.finalizer.foreign',
    { name: finalizer },
  );
}
