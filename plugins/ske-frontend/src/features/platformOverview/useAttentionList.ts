import {
  firstResources,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { useLiveAllResources, type LiveList } from '../../hooks/useLive';
import { useResourcesQuery } from '../../hooks/useResourcesQuery';

/** What somebody has to do something about, the worst first. */
const urgent: ResourcesQuery = {
  ...firstResources,
  attention: true,
  sort: 'health',
};

/** The Resources that need attention, and the part of them that is asked for. */
export interface AttentionList {
  live: LiveList;
  query: ResourcesQuery;
  changeQuery: (changes: Partial<ResourcesQuery>) => void;
}

/** Lists, over the same stream as the rest of the page, what needs attention. */
export function useAttentionList(): AttentionList {
  const [query, changeQuery] = useResourcesQuery(urgent);
  return { live: useLiveAllResources(query), query, changeQuery };
}
