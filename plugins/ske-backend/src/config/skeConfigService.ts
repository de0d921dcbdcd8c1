import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readSkeConfig, type SkeConfig } from './skeConfig';

/**
 * What app-config has below `ske`. Everything of ours that starts asks for it, so that
 * nothing starts with a wrong value.
 */
export const skeConfigServiceRef = createServiceRef<SkeConfig>({
  id: 'ske.config',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { config: coreServices.rootConfig },
      factory: ({ config }) => readSkeConfig(config),
    }),
});
