import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of permissions about a Promise. @public */
export const RESOURCE_TYPE_SKE_PROMISE = 'ske-promise';

/** Resource type of permissions about a Resource. @public */
export const RESOURCE_TYPE_SKE_RESOURCE = 'ske-resource';

/** See a Promise, and with it what it offers. @public */
export const skePromiseReadPermission = createPermission({
  name: 'ske.promise.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SKE_PROMISE,
});

/** See a Resource: status, workflow runs, logs. @public */
export const skeResourceReadPermission = createPermission({
  name: 'ske.resource.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/**
 * See a Resource with its secrets, by `GET /api/ske/resource?raw=true`. Counts
 * only with `ske.allowRawReads` in app-config.
 *
 * @public
 */
export const skeResourceReadRawPermission = createPermission({
  name: 'ske.resource.read-raw',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/** Request a Resource. Conditions are asked about the Resource to be. @public */
export const skeResourceCreatePermission = createPermission({
  name: 'ske.resource.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/** Change a Resource. @public */
export const skeResourceUpdatePermission = createPermission({
  name: 'ske.resource.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/** Delete a Resource. @public */
export const skeResourceDeletePermission = createPermission({
  name: 'ske.resource.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/** Run a workflow again, pause, resume, release, upgrade. @public */
export const skeResourceOperatePermission = createPermission({
  name: 'ske.resource.operate',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SKE_RESOURCE,
});

/** What may be done to a Resource. @public */
export const skeResourcePermissions = {
  read: skeResourceReadPermission,
  readRaw: skeResourceReadRawPermission,
  create: skeResourceCreatePermission,
  update: skeResourceUpdatePermission,
  delete: skeResourceDeletePermission,
  operate: skeResourceOperatePermission,
} as const;

/** See how the platform is reached and with which rights. @public */
export const skePlatformReadPermission = createPermission({
  name: 'ske.platform.read',
  attributes: { action: 'read' },
});

/** Commit a catalog file to a repository, by `ske:publish-catalog`. @public */
export const skeCatalogPublishPermission = createPermission({
  name: 'ske.catalog.publish',
  attributes: { action: 'create' },
});

/** All permissions of the integration, for policies and their tests. @public */
export const skePermissions = [
  skePromiseReadPermission,
  ...Object.values(skeResourcePermissions),
  skePlatformReadPermission,
  skeCatalogPublishPermission,
];
