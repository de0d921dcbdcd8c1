import type { Manifest } from '@syntasso/plugin-ske-common';
import type { CreatedWriter } from '../writers/createWriter';
import { outputOfWork } from '../writers/WorkWriter';
import { isOwnChange } from './isOwnChange';
import type { SyncContext } from './SyncContext';
import { keyOfObject, type SyncKey } from './SyncKey';
import type { promiseIndexes } from './watchedTypes';

/**
 * Puts into the queue what a change is about: the object itself, and what is made from it.
 *
 * @param onEnd - is given what ends each subscription
 */
export function subscribe(
  context: SyncContext,
  { works }: CreatedWriter,
  onEnd: (end: () => void) => void,
): void {
  const { queue, enqueue, promises, portals } = context;
  const promisesOf = (
    index: keyof typeof promiseIndexes,
    value: string,
  ): SyncKey[] =>
    promises.store
      .byIndex(index, value)
      .map(({ metadata: { name } }) => ({ kind: 'promise', name }));
  const customized =
    (kind: 'portalCustomization' | 'entityCustomization') =>
    ({ metadata: { name } }: Manifest) =>
      enqueue([{ kind, name }, ...promisesOf(kind, name)]);
  const onPortals = () =>
    enqueue([{ kind: 'portals' }, ...promisesOf('portal', 'yes')]);

  onEnd(
    promises.subscribe({
      onChange: change => {
        const { name } = change.object.metadata;
        const key: SyncKey = { kind: 'promise', name };
        // What it says of its own failure does not end the pause after that.
        if (queue.failuresOf(key) > 0 && isOwnChange(change)) return;
        queue.add(key);
      },
    }),
  );
  const onPortalCustomization = customized('portalCustomization');
  onEnd(
    context.portalCustomizations.subscribe({
      onChange: ({ object }) => onPortalCustomization(object),
    }),
  );
  const onEntityCustomization = customized('entityCustomization');
  onEnd(
    context.entityCustomizations.subscribe({
      onChange: ({ object }) => onEntityCustomization(object),
    }),
  );
  onEnd(portals.watch.subscribe({ onChange: onPortals, onState: onPortals }));
  onEnd(context.runs.subscribe());
  if (!works) return;
  onEnd(
    works.subscribe({
      onChange: change => {
        // Somebody may have changed what it says of itself.
        const states =
          change.kind === 'modified'
            ? [change.object, change.previous]
            : [change.object];
        for (const id of states.map(outputOfWork)) {
          if (id) queue.add(keyOfObject(id));
        }
      },
    }),
  );
}
