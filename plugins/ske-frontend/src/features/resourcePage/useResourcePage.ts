import { createContext, useContext } from 'react';
import type {
  RequestRecord,
  ResourceIdentity,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import type { LiveState } from '../../live/LiveStore';

/** What the page of a Resource shows, for its cards. */
export interface ResourcePage {
  identity: ResourceIdentity;
  view: ResourceView;
  /** How well the view is known. */
  state: LiveState<ResourceView>;
  /** What was asked for; undefined until it is known. */
  requests: RequestRecord[] | undefined;
}

/** See {@link ResourcePage}. */
export const ResourcePageContext = createContext<ResourcePage | undefined>(
  undefined,
);

/** What the page around a card shows. */
export function useResourcePage(): ResourcePage {
  const page = useContext(ResourcePageContext);
  if (!page) {
    throw new Error(
      'This card only works on the page of a Resource: attach it to entity-content:ske-frontend/resource.',
    );
  }
  return page;
}

/**
 * The Resource that the page is about, as the page shows it: while the
 * platform is away, its last known state. For cards of the Resource's page.
 *
 * @alpha
 */
export function useResourceView(): ResourceView {
  return useResourcePage().view;
}
