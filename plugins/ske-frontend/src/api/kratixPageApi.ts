import { createApiRef } from '@backstage/core-plugin-api';

/** Where an app has the pages of Promises and Resources, for the links to them. @public */
export interface KratixPageApi {
  /**
   * The path below the page of the entity, such as `/kratix`; empty where the page of the
   * entity begins with it.
   */
  readonly path: string;
}

/** See {@link KratixPageApi}. An app that has the pages elsewhere provides another one. @public */
export const kratixPageApiRef = createApiRef<KratixPageApi>({
  id: 'plugin.ske.kratix-page',
});
