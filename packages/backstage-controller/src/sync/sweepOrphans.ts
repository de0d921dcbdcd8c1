import type { SyncContext } from './SyncContext';
import type { SyncKey } from './SyncKey';

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

/** Lets outputs that are known be reconciled where they should perhaps not be. */
export function enqueueOrphans(context: SyncContext): void {
  for (const promise of context.outputs.promises) {
    context.enqueue(orphansOf(context, promise));
  }
}

/** What of a Promise has outputs that it should perhaps not have. */
export function orphansOf(
  { outputs, bindings }: Pick<SyncContext, 'outputs' | 'bindings'>,
  promise: string,
): SyncKey[] {
  const bound = bindings.get(promise);
  return outputs.ofPromise(promise).filter(key => {
    const isCurrent = outputs
      .of(key)
      .every(({ portal }) => bound && portal === bound.binding.target.portal);
    return (
      !isCurrent ||
      (key.kind === 'resource' &&
        !bound?.watch?.store.get(key.namespace, key.name))
    );
  });
}
