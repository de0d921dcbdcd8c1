import type { MessageKey, T } from '../translations/useT';

/** What Kratix and Kubernetes hold a deletion for, by their finalizers. */
const KNOWN: Record<string, MessageKey> = {
  'kratix.io/delete-workflows': 'del.finalizer.deleteWorkflows',
  'kratix.io/work-cleanup': 'del.finalizer.works',
  'kratix.io/workflows-cleanup': 'del.finalizer.jobs',
  'kratix.io/resource-binding-cleanup': 'del.finalizer.binding',
  foregroundDeletion: 'del.finalizer.dependants',
};

/** What a finalizer stands for, in words; one of somebody else by its name. */
export function finalizerText(t: T, finalizer: string): string {
  if (Object.hasOwn(KNOWN, finalizer)) return t(KNOWN[finalizer]);
  return t(
    finalizer.startsWith('kratix.io/')
      ? 'del.finalizer.kratix'
      : 'del.finalizer.foreign',
    { name: finalizer },
  );
}
