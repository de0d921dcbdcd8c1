import { useState } from 'react';
import type { ResourcesQuery } from '@syntasso/plugin-ske-common';

/** What a table asks for, and how to ask for something else, from its first page on. */
export function useResourcesQuery(
  first: ResourcesQuery,
): [ResourcesQuery, (changes: Partial<ResourcesQuery>) => void] {
  const [query, setQuery] = useState(first);
  return [
    query,
    changes => setQuery(current => ({ ...current, offset: 0, ...changes })),
  ];
}
