import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The page about the platform's health. */
export const healthRouteRef = createRouteRef();
