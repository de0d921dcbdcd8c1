import type { ControllerConfig } from './config/controllerConfig';
import { LeaderElection } from './leader/LeaderElection';
import type { Log } from './log/Log';
import type { PlatformApi } from './platform/PlatformApi';
import { ControllerServer } from './server/ControllerServer';
import { readinessOf } from './server/readiness';
import { Metrics } from './status/Metrics';
import { SyncController } from './sync/SyncController';
import { createWriter } from './writers/createWriter';

/** How one replica is run. */
export interface RunOptions {
  platform: PlatformApi;
  config: ControllerConfig;
  log: Log;
  /** Of this replica, unique. */
  identity: string;
  /** Ends it gracefully. */
  stop: AbortSignal;
  /** Called when the server listens. */
  onListen?: (port: number) => void;
  /** Called when this replica begins to lead. */
  onLead?: () => void;
}

/**
 * Runs one replica until it is stopped, or leads no longer.
 *
 * @returns `lost` when another replica may lead: whoever runs it starts it again from the
 * beginning, because it does not know what has happened meanwhile
 */
export async function runController(
  options: RunOptions,
): Promise<'stopped' | 'lost'> {
  const { platform, config, log, identity, stop } = options;
  const { leaderElection, namespace, http } = config;
  const metrics = new Metrics();
  const election = new LeaderElection({
    platform,
    namespace,
    leaseName: leaderElection.leaseName,
    identity,
    timing: leaderElection,
    log,
  });
  const isLeader = () => !leaderElection.enabled || election.isLeader;
  const created = createWriter(config, platform);
  const sync = new SyncController({
    platform,
    config,
    created,
    log,
    metrics,
    instance: identity,
  });
  metrics.observe({
    queueDepth: () => sync.queue.depth,
    queueAgeSeconds: () => sync.queue.oldestAgeMs / 1_000,
    isLeader,
  });
  const server = new ControllerServer(
    {
      readiness: () => readinessOf(isLeader(), sync.watches),
      bindings: () => ({ leader: isLeader(), bindings: sync.bindings }),
      registry: metrics.registry,
    },
    log,
  );
  const port = await server.listen(http.port);
  log.info('The server listens', { port });
  options.onListen?.(port);
  try {
    const lost = leaderElection.enabled
      ? await election.lead(stop)
      : new AbortController().signal;
    if (!lost) return 'stopped';
    options.onLead?.();
    await sync.run(stop, lost);
    return lost.aborted ? 'lost' : 'stopped';
  } finally {
    // Also when it fails: another replica need not wait until the Lease is over.
    await election.release().catch(error => {
      log.warn('The Lease could not be released', { error: String(error) });
    });
    await server.close();
    await created.close?.();
  }
}
