import {
  oncePerObject,
  readEntityCustomization,
  readPortalCustomization,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { canRunJobs } from '../config/jobsConfig';
import type { ResolvedBinding } from '../entities/Binding';
import { resolvePromise } from '../entities/resolvePromise';
import type { Watch } from '../platform/PlatformApi';
import { problemOf } from '../platform/watchState';
import type { SyncContext } from './SyncContext';

/** A PortalCustomization as a watch has it. */
export const portalCustomizationOf = oncePerObject((object: Manifest) =>
  readPortalCustomization(object),
);

/** A BackstageEntityCustomization as a watch has it. */
export const entityCustomizationOf = oncePerObject((object: Manifest) =>
  readEntityCustomization(object),
);

/** Reads what the labels of a Promise say, by what the watches have now. */
export const createResolve =
  ({
    config,
    portals,
    portalCustomizations,
    entityCustomizations,
  }: Pick<
    SyncContext,
    'config' | 'portals' | 'portalCustomizations' | 'entityCustomizations'
  >) =>
  (promise: Manifest): ResolvedBinding =>
    resolvePromise(promise, {
      portals: portals.current,
      backstage: config.backstage,
      runsContainers: canRunJobs(config.jobs),
      portalCustomizationOf: name => {
        const found = portalCustomizations.store.get(undefined, name);
        return found && portalCustomizationOf(found);
      },
      entityCustomizationOf: name => {
        const found = entityCustomizations.store.get(undefined, name);
        return found && entityCustomizationOf(found);
      },
      unreadable: {
        portalCustomizations: problemOfWatch(portalCustomizations),
        entityCustomizations: problemOfWatch(entityCustomizations),
      },
    });

const problemOfWatch = ({ type, state }: Watch) =>
  problemOf(`${type.plural}.${type.group}`, state);
