/** A whole backend, as an app has it, that is there to be killed. */
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createBackend } from '@backstage/backend-defaults';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const backend = createBackend();

// Reading schemas is most of what a start takes; ours are checked elsewhere.
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () => new ConfigReader(config),
  }),
);
backend.add(
  createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () =>
      WinstonLogger.create({
        level: process.env.LOG_LEVEL ?? 'warn',
        format: WinstonLogger.colorFormat(),
      }),
  }),
);
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('../../index'));

void backend.start().then(
  () => {
    // Killed, it never comes to keep what it has compiled.
    flushCompileCache();
    process.send?.({ ready: true });
  },
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
