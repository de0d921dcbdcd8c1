import type { ResourcesQuery } from './resources';

/** The first ten by name. @public */
export const firstResources: ResourcesQuery = {
  sort: 'name',
  descending: false,
  mine: false,
  requestedByMe: false,
  attention: false,
  search: '',
  offset: 0,
  limit: 10,
};

/** A query as text, with what differs from {@link firstResources}. @public */
export function resourcesQueryText(query: ResourcesQuery): string {
  const changedEntries = Object.entries(query).filter(
    ([key, value]) =>
      value !== undefined &&
      value !== firstResources[key as keyof ResourcesQuery],
  );
  return new URLSearchParams(
    changedEntries.map(([key, value]) => [key, String(value)]),
  ).toString();
}
