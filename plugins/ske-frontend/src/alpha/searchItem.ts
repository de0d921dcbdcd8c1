import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';

/** Types of what is found of ours (`searchTypes`); here nothing has to be loaded to know them. */
export const SEARCH_TYPES = ['kratix-resource', 'kratix-entity'];

/** A Promise or Resource on the search page. */
export const searchItem = SearchResultListItemBlueprint.make({
  name: 'kratix',
  params: {
    predicate: ({ type }) => SEARCH_TYPES.includes(type),
    component: () =>
      import('../features/search/SearchResultItem').then(
        m => m.SearchResultItem,
      ),
  },
});
