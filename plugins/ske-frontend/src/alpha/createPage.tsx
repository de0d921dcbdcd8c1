import type { ReactNode } from 'react';
import {
  createExternalRouteRef,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { CreateHrefContext } from '../hooks/useCreateHref';
import { CREATE_PATH } from '../utils/addresses';

/** Where something can be requested: the Create page. */
export const createPageRouteRef = createExternalRouteRef({
  defaultTarget: 'scaffolder.root',
});

/** Where the app has the Create page. */
export const useCreatePageHref = (): string =>
  useRouteRef(createPageRouteRef)?.() ?? CREATE_PATH;

/** Gives its children the address of the Create page. */
export function WithCreateHref(props: { children: ReactNode }) {
  return (
    <CreateHrefContext.Provider value={useCreatePageHref()}>
      {props.children}
    </CreateHrefContext.Provider>
  );
}
