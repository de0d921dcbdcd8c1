import type { SyncContext } from './SyncContext';
import { keyOfObject, type SyncKey } from './SyncKey';

/**
 * Looks for outputs of what is not there any more, or not bound, and lets them be
 * reconciled: what was deleted while no controller ran. That is why no object of a person
 * gets a finalizer: a controller that is gone for good would keep it from being deleted.
 */
export async function sweepOrphans(
  context: SyncContext,
  signal: AbortSignal,
): Promise<void> {
  await context.outputs.load(signal);
  enqueueOrphans(context);
}

/** Lets what has outputs, or Jobs, be reconciled where it should perhaps not have them. */
export function enqueueOrphans(context: SyncContext): void {
  const { outputs, runs } = context;
  for (const promise of new Set([...outputs.promises, ...runs.promises])) {
    context.enqueue(orphansOf(context, promise));
  }
}

/** What of a Promise has outputs, or Jobs, that it should perhaps not have. */
export function orphansOf(
  {
    outputs,
    runs,
    bindings,
  }: Pick<SyncContext, 'outputs' | 'runs' | 'bindings'>,
  promise: string,
): SyncKey[] {
  const bound = bindings.get(promise);
  const keys = [
    ...outputs.ofPromise(promise),
    ...runs.ofPromise(promise).map(keyOfObject),
  ];
  return keys.filter(key => {
    if (!bound) return true;
    const isCurrent = outputs
      .of(key)
      .every(({ portal }) => portal === bound.binding.target.portal);
    return (
      !isCurrent ||
      (key.kind === 'resource' &&
        !bound.watch?.store.get(key.namespace, key.name))
    );
  });
}
