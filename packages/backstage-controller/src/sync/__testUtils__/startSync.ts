import { eventually } from '@internal/testbed';
import type { JsonObject } from '@backstage/types';
import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { checkConfig } from '../../config/controllerConfig';
import { silentLog } from '../../log/__testUtils__/silentLog';
import type { FakePlatform } from '../../platform/__testUtils__/FakePlatform';
import type { Clock } from '../../queue/clock';
import { Metrics } from '../../status/Metrics';
import { contentOfWork } from '../../writers/__testUtils__/contentOfWork';
import { createWriter, type CreatedWriter } from '../../writers/createWriter';
import type { OutputId } from '../../writers/EntityWriter';
import { workNameOf } from '../../writers/work';
import { SyncController } from '../SyncController';

const NAMESPACE = 'kratix-platform-system';

/** A controller on a platform in memory. */
export function startSync(
  platform: FakePlatform,
  configured: JsonObject = {},
  more: { clock?: Clock; created?: CreatedWriter } = {},
) {
  const stop = new AbortController();
  const lost = new AbortController();
  const metrics = new Metrics();
  const config = checkConfig(configured);
  const controller = new SyncController({
    platform,
    config,
    created: createWriter(config, platform),
    log: silentLog,
    metrics,
    instance: 'test',
    ...more,
  });
  const ended = controller.run(stop.signal, lost.signal);
  const countReconciles = async () => {
    const metric = await metrics.registry
      .getSingleMetric('backstage_controller_reconcile_total')
      ?.get();
    return metric?.values.length ?? 0;
  };
  return {
    controller,
    metrics,
    /** Resolves when all that is known is done. */
    idle: () =>
      eventually(
        'an idle queue',
        async () => controller.queue.isIdle && (await countReconciles()) > 0,
      ),
    stop: async () => {
      stop.abort();
      await ended;
    },
    lose: async () => {
      lost.abort(new Error('lost'));
      await ended;
    },
  };
}

/** What is written for a Promise or a Resource. */
export async function contentOf(
  platform: FakePlatform,
  id: OutputId,
): Promise<string | undefined> {
  const key = { namespace: NAMESPACE, name: workNameOf(id) };
  return contentOfWork(await platform.find(resourceTypes.works, key));
}

/** Its Works, by their names. */
export const worksOn = async (platform: FakePlatform) =>
  (await platform.list(resourceTypes.works)).map(work => work.metadata.name);

/** A condition as in `PortalBindingReady=True/BindingResolved: text`. */
export async function conditionOf(
  platform: FakePlatform,
  type: string,
  name = 'redis',
): Promise<string | undefined> {
  const promise = await platform.find(resourceTypes.promises, { name });
  const found = conditionsOf(promise).find(one => one.type === type);
  return found && `${found.status}/${found.reason}: ${found.message}`;
}

/** The Events so far, as `Warning GenerateOrWriteFailed about Promise redis`. */
export async function eventsOn(platform: FakePlatform): Promise<string[]> {
  const events = await platform.list(resourceTypes.events);
  return events.map(event => {
    const { type, reason, regarding } = event as Manifest & {
      type: string;
      reason: string;
      regarding: { kind: string; name: string };
    };
    return `${type} ${reason} about ${regarding.kind} ${regarding.name}`;
  });
}
