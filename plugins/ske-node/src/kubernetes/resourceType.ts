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
  resourceBindings: kratix('resourcebindings'),
  destinations: kratix('destinations'),
  works: kratix('works'),
  workPlacements: kratix('workplacements'),
  healthRecords: kratix('healthrecords'),
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

/** The path of a collection or of one object on the API server. */
export function pathOf(
  type: ResourceType,
  target: { namespace?: string; name?: string; subresource?: string } = {},
): string {
  const parts = [
    ...(type.group ? ['apis', type.group] : ['api']),
    type.version,
    ...(target.namespace ? ['namespaces', target.namespace] : []),
    type.plural,
    ...(target.name ? [target.name] : []),
    ...(target.subresource ? [target.subresource] : []),
  ];
  return `/${parts.map(encodeURIComponent).join('/')}`;
}
