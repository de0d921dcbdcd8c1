/** A whole backend, as an app has it, that is there to be killed. */
import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBackend } from '@backstage/backend-defaults';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const backend = createBackend();

// Reading the config schemas takes most of the start, and other tests check ours.
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

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** How long the event loop was held up at most, and what memory is in use. */
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('message', message => {
  if (!(message as { measure?: true }).measure) return;
  const blockedMs = Math.round(delay.max / 1e6);
  const p99Ms = Math.round(delay.percentile(99) / 1e6);
  // An idle process collects its garbage whenever it likes.
  collectGarbage();
  process.send?.({
    measured: {
      ...{ blockedMs, p99Ms },
      heapMb: Math.round(process.memoryUsage().heapUsed / 1e6),
    },
  });
  delay.reset();
});

void backend.start().then(
  () => {
    // A killed process does not save its compile cache, so it is saved now.
    flushCompileCache();
    process.send?.({ ready: true });
  },
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
