import type { WatchHealth } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';

/** How each shared watch stands, the ones in trouble first. */
export const watchHealthOf = (informers: SharedInformer[]): WatchHealth[] =>
  informers
    .map(watchHealth)
    .sort(
      (a, b) =>
        Number(wellStates.has(a.state)) - Number(wellStates.has(b.state)) ||
        a.group.localeCompare(b.group) ||
        a.resource.localeCompare(b.resource) ||
        a.scope.localeCompare(b.scope),
    );

const wellStates = new Set<WatchHealth['state']>(['live', 'idle']);

function watchHealth(informer: SharedInformer): WatchHealth {
  const { state, type, list } = informer;
  return {
    group: type.group,
    version: type.version,
    resource: type.plural,
    scope:
      [
        list.namespace && `namespace ${list.namespace}`,
        list.labelSelector,
        list.fieldSelector,
      ]
        .filter(Boolean)
        .join(', ') || 'everything',
    state: informer.running ? state.kind : 'idle',
    since: informer.since.toISOString(),
    listeners: informer.listenerCount,
    objects: informer.store.list().length,
    reason: 'reason' in state ? state.reason : undefined,
    lastError: informer.lastError,
  };
}
