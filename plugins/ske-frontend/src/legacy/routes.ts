import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/core-plugin-api';

export const rootRouteRef = createRouteRef({ id: 'ske-frontend' });
export const healthRouteRef = createRouteRef({ id: 'ske-frontend-health' });
export const platformRouteRef = createRouteRef({ id: 'ske-frontend-platform' });
export const myRequestsRouteRef = createRouteRef({
  id: 'ske-frontend-my-requests',
});

/** Where something can be requested: the Create page. */
export const createPageRouteRef = createExternalRouteRef({
  id: 'ske-frontend-create',
  optional: true,
  defaultTarget: 'scaffolder.root',
});

/** Where the page of what somebody has requested is. */
export const myRequestsPageRouteRef = createExternalRouteRef({
  id: 'ske-frontend-my-requests-page',
  optional: true,
  defaultTarget: 'ske-frontend.myRequests',
});
