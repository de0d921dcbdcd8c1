import { createApiFactory } from '@backstage/core-plugin-api';
import { kratixPageApiRef } from '../api/kratixPageApi';
import { KRATIX_TAB } from '../utils/addresses';

/**
 * Says that an app has `KratixOverviewTab` at `/kratix` of the page of an entity, and
 * `KratixManageTab` at `/kratix/manage`, for hosts that take an API factory by its name.
 *
 * @public
 */
export const kratixTabApiFactory = createApiFactory(kratixPageApiRef, {
  path: KRATIX_TAB,
});
