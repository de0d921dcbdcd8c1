import type { ApiRequest } from './Connection';
import { pathOf, type ResourceType } from './resourceType';

/** Which object; `namespace` absent for cluster-scoped kinds. @public */
export interface ObjectKey {
  namespace?: string;
  name: string;
}

/** Narrows a list or a watch. @public */
export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** Which part of a log. @public */
export interface LogOptions {
  container: string;
  tailLines: number;
  /** Of the attempt before, where the container was started again. */
  previous?: boolean;
}

/** "Redis default/cache", as a person would say it. */
export function describeObject(type: ResourceType, key: ObjectKey) {
  const where = key.namespace ? `${key.namespace}/` : '';
  return `${type.plural} ${where}${key.name}`;
}

/** The part of a query that narrows a list or a watch. */
export function selectorParams(options: ListOptions): URLSearchParams {
  const query = new URLSearchParams();
  if (options.labelSelector) query.set('labelSelector', options.labelSelector);
  if (options.fieldSelector) query.set('fieldSelector', options.fieldSelector);
  return query;
}

/** Asks for the log of a container. */
export function logRequest(
  key: Required<ObjectKey>,
  options: LogOptions & { follow?: boolean },
): ApiRequest {
  const query = new URLSearchParams({
    container: options.container,
    tailLines: String(options.tailLines),
    limitBytes: options.follow ? '5000000' : '1000000',
    ...(options.follow ? { follow: 'true' } : {}),
    ...(options.previous ? { previous: 'true' } : {}),
  });
  const path = pathOf(
    { group: '', version: 'v1', plural: 'pods' },
    { ...key, subresource: 'log' },
  );
  return {
    method: 'GET',
    path: `${path}?${query}`,
    doing: `read the log of ${key.namespace}/${key.name}`,
  };
}
