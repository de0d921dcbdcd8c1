import { CustomizationReconciler } from './CustomizationReconciler';
import { PortalReconciler } from './PortalReconciler';
import { PromiseReconciler } from './PromiseReconciler';
import { ResourceReconciler } from './ResourceReconciler';
import { sweepOrphans } from './sweepOrphans';
import type { SyncContext } from './SyncContext';
import type { SyncKey } from './SyncKey';

/** Reconciles a key, by its kind. */
export function createReconcile(
  context: SyncContext,
): (key: SyncKey, signal: AbortSignal) => Promise<void> {
  const promises = new PromiseReconciler(context);
  const resources = new ResourceReconciler(context);
  const customizations = new CustomizationReconciler(context);
  const portals = new PortalReconciler(context);
  return async (key, signal) => {
    switch (key.kind) {
      case 'promise':
        return promises.reconcile(key.name, signal);
      case 'resource': {
        const { promise, namespace, name } = key;
        return resources.reconcile({ promise, namespace, name }, signal);
      }
      case 'portalCustomization':
        return customizations.reconcilePortal(key.name);
      case 'entityCustomization':
        return customizations.reconcileEntity(key.name);
      case 'portals':
        return portals.reconcile();
      default:
        return sweepOrphans(context, signal);
    }
  };
}
