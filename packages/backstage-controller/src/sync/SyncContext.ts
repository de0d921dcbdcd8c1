import type { Manifest } from '@syntasso/plugin-ske-common';
import type { ControllerConfig } from '../config/controllerConfig';
import type { ResolvedBinding } from '../entities/Binding';
import type { Log } from '../log/Log';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import type { PortalSource } from '../portals/PortalSource';
import type { WorkQueue } from '../queue/WorkQueue';
import type { ConfigureRuns } from '../runs/ConfigureRuns';
import type { BindingStates } from '../status/BindingStates';
import type { ConditionWriter } from '../status/ConditionWriter';
import type { EventRecorder } from '../status/EventRecorder';
import type { ApiPatience } from './ApiPatience';
import type { Bindings } from './Bindings';
import type { CatalogNames } from './CatalogNames';
import type { NameRecall } from './NameRecall';
import type { Outputs } from './Outputs';
import type { SyncKey } from './SyncKey';

/** What reconcilers share. */
export interface SyncContext {
  config: ControllerConfig;
  platform: PlatformApi;
  log: Log;
  queue: WorkQueue<SyncKey>;
  /** On Promises, with the indexes of `promiseIndexes`. */
  promises: Watch;
  portals: PortalSource;
  portalCustomizations: Watch;
  entityCustomizations: Watch;
  bindings: Bindings;
  /** With watches on Resources. */
  apiPatience: ApiPatience;
  names: CatalogNames;
  /** Before names are given. */
  recall: NameRecall;
  outputs: Outputs;
  /** Containers of customizations. */
  runs: ConfigureRuns;
  conditions: ConditionWriter;
  events: EventRecorder;
  states: BindingStates;
  /** What the labels of a Promise say now. */
  resolve(promise: Manifest): ResolvedBinding;
  /** Adds keys to the queue some at a time, so that others get their turn. */
  enqueue(keys: Iterable<SyncKey>): void;
}
