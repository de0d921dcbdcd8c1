import { nameSchemas } from '@syntasso/plugin-ske-common';
import { requireName } from '../utils/requireName';

/**
 * What the API server calls a resource: enough to make its paths.
 *
 * @public
 */
export interface ResourceType {
  /** '' for the core group. */
  group: string;
  version: string;
  plural: string;
}

/** The kinds this project reads besides Promises' own APIs. @public */
export const resourceTypes = {
  promises: kratix('promises'),
  promiseRevisions: kratix('promiserevisions'),
  promiseReleases: kratix('promisereleases'),
  resourceBindings: kratix('resourcebindings'),
  destinations: kratix('destinations'),
  bucketStateStores: kratix('bucketstatestores'),
  gitStateStores: kratix('gitstatestores'),
  works: kratix('works'),
  workPlacements: kratix('workplacements'),
  healthRecords: kratix('healthrecords'),
  dryRuns: kratix('dryruns'),
  entityCustomizations: kratix('backstageentitycustomizations'),
  portalCustomizations: {
    group: 'platform.syntasso.io',
    version: 'v1alpha1',
    plural: 'portalcustomizations',
  },
  deployments: { group: 'apps', version: 'v1', plural: 'deployments' },
  jobs: { group: 'batch', version: 'v1', plural: 'jobs' },
  pods: { group: '', version: 'v1', plural: 'pods' },
  nodes: { group: '', version: 'v1', plural: 'nodes' },
  namespaces: { group: '', version: 'v1', plural: 'namespaces' },
  events: { group: 'events.k8s.io', version: 'v1', plural: 'events' },
  coreEvents: { group: '', version: 'v1', plural: 'events' },
  crds: {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    plural: 'customresourcedefinitions',
  },
} as const satisfies Record<string, ResourceType>;

function kratix(plural: string): ResourceType {
  return { group: 'platform.kratix.io', version: 'v1alpha1', plural };
}

/** The path of the kinds of a group and version on the API server. */
export function pathOfApi({ group, version }: Omit<ResourceType, 'plural'>) {
  const apiVersion = group ? `${group}/${version}` : version;
  requireName('apiVersion', nameSchemas.apiVersion, apiVersion);
  return group ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/**
 * The path of a collection or of one object on the API server.
 *
 * @throws InputError for what is no name: whoever asks has looked at names
 * before, but a `..` or a `/` here would reach another object.
 * @public
 */
export function pathOf(
  type: ResourceType,
  target: {
    namespace?: string;
    name?: string;
    subresource?: 'status' | 'log';
  } = {},
): string {
  const { namespace, name, subresource } = target;
  requireName('plural', nameSchemas.namespace, type.plural);
  if (namespace !== undefined) {
    requireName('namespace', nameSchemas.namespace, namespace);
  }
  if (name !== undefined) requireName('name', nameSchemas.object, name);
  const parts = [
    pathOfApi(type),
    ...(namespace === undefined ? [] : ['namespaces', namespace]),
    type.plural,
    ...(name === undefined ? [] : [name]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.join('/');
}
