import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ControllerConfig } from '../config/controllerConfig';
import type { Log } from '../log/Log';
import { controllerTypes } from '../platform/names';
import type { PlatformApi } from '../platform/PlatformApi';
import { PortalSource } from '../portals/PortalSource';
import type { Clock } from '../queue/clock';
import { WorkQueue } from '../queue/WorkQueue';
import { ConfigureRuns } from '../runs/ConfigureRuns';
import { BindingStates } from '../status/BindingStates';
import { ConditionWriter } from '../status/ConditionWriter';
import { EventRecorder } from '../status/EventRecorder';
import type { Metrics } from '../status/Metrics';
import type { CreatedWriter } from '../writers/createWriter';
import { ApiPatience } from './ApiPatience';
import { Bindings } from './Bindings';
import { CatalogNames } from './CatalogNames';
import { createResolve } from './createResolve';
import { NameRecall } from './NameRecall';
import { Outputs } from './Outputs';
import { orphansOf } from './sweepOrphans';
import type { SyncContext } from './SyncContext';
import { idOfKey, keyOfObject, keyOfResource, type SyncKey } from './SyncKey';
import { watchPromises } from './watchedTypes';

const SLICE = 200;

/** What the work of a replica is made of. */
export interface Parts {
  platform: PlatformApi;
  config: ControllerConfig;
  created: CreatedWriter;
  log: Log;
  metrics: Metrics;
  /** The pod, for Events. */
  instance: string;
}

/** Begins the watches, and connects what reconcilers share. */
export function createContext({
  platform,
  config,
  created,
  log,
  metrics,
  instance,
  clock,
}: Parts & { clock: Clock }): SyncContext {
  const names = new CatalogNames();
  const outputs = new Outputs(created.writer, metrics);
  const context: SyncContext = {
    config,
    platform,
    log,
    names,
    queue: new WorkQueue<SyncKey>({ idOf: idOfKey, clock }),
    apiPatience: new ApiPatience(clock),
    promises: watchPromises(platform),
    portals: new PortalSource({ platform, configured: config.portals }),
    portalCustomizations: platform.watch({
      type: controllerTypes.portalCustomizations,
    }),
    entityCustomizations: platform.watch({
      type: controllerTypes.entityCustomizations,
    }),
    outputs,
    recall: new NameRecall({ outputs, names, log }),
    runs: new ConfigureRuns({
      platform,
      config,
      onChange: id => context.queue.add(keyOfObject(id)),
    }),
    conditions: new ConditionWriter(platform),
    events: new EventRecorder({ platform, log, instance }),
    states: new BindingStates(),
    bindings: new Bindings({
      platform,
      names,
      listener: {
        onResource: (promise, resource) =>
          context.queue.add(keyOfResource(promise, resource)),
        onWatch: promise => {
          context.queue.add({ kind: 'promise', name: promise });
          context.enqueue(orphansOf(context, promise));
        },
      },
    }),
    resolve: promise => resolve(promise),
    enqueue: keys => void enqueueSlowly(context.queue, [...keys]),
  };
  const resolve = createResolve(context);
  return context;
}

async function enqueueSlowly(queue: WorkQueue<SyncKey>, keys: SyncKey[]) {
  for (let start = 0; start < keys.length; start += SLICE) {
    keys.slice(start, start + SLICE).forEach(key => queue.add(key));
    await nextTurn();
  }
}
