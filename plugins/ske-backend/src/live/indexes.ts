import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import { apiOf } from '../entities/apiOf';

/** Index names used by the informers. */
export const byApi = 'api';
export const byOwner = 'owner';
export const byWork = 'work';
export const byJob = 'job';

/** Value of the owner index for one Promise's or Resource's related objects. */
export const ownerKey = (
  promise: string,
  resource?: { namespace?: string; name: string },
) =>
  resource
    ? `${promise}/${resource.namespace ?? ''}/${resource.name}`
    : promise;

/** The API that a Promise offers. */
export function apisOf(promise: Manifest): string[] {
  const api = apiOf(promise);
  return api ? [`${api.group}/${api.kind}`] : [];
}

/** Jobs and Works name their Promise, and the Resource if there is one. */
export function ownersOf(object: Manifest): string[] {
  const label = (name: string) =>
    asText(at(object, 'metadata', 'labels', `kratix.io/${name}`));
  const promise = label('promise-name');
  const resource = label('resource-name');
  if (!promise) return [];
  const namespace = label('resource-namespace') ?? object.metadata.namespace;
  return [
    resource
      ? ownerKey(promise, { namespace, name: resource })
      : ownerKey(promise),
  ];
}

/** The Work that a WorkPlacement places. */
export const worksOf = (placement: Manifest): string[] => [
  `${placement.metadata.namespace}/${at(
    placement,
    'metadata',
    'labels',
    'kratix.io/work',
  )}`,
];

/** The Job that made a Pod. */
export const jobsOf = (pod: Manifest): string[] => [
  `${pod.metadata.namespace}/${
    asText(at(pod, 'metadata', 'labels', 'job-name')) ??
    at(pod, 'metadata', 'labels', 'batch.kubernetes.io/job-name')
  }`,
];
