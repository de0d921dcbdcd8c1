import {
  ensurePortalObjects,
  type SetupProblem,
} from '../portals/ensurePortalObjects';
import { objectsOfBackstage, objectsOfPortal } from '../portals/portalObjects';
import type { CurrentPortals, PortalSource } from '../portals/PortalSource';
import type { SyncContext } from './SyncContext';

/** Tries again what may come by itself, such as a Destination that a portal names. */
const RETRY_MS = 60_000;

type PortalContext = Pick<
  SyncContext,
  'platform' | 'config' | 'queue' | 'log' | 'events'
> & { portals: Pick<PortalSource, 'current'> };

/** Keeps what portals need on the platform, and says which of them are not set up. */
export class PortalReconciler {
  readonly #context: PortalContext;

  constructor(context: PortalContext) {
    this.#context = context;
  }

  async reconcile(): Promise<void> {
    const { portals, queue } = this.#context;
    const { current } = portals;
    // What is owned is not removed because its SKEIntegration cannot be read.
    if (current.kind === 'unknown') return;
    const problems = [
      ...(current.kind === 'known' ? current.problems : []),
      ...(await this.#ensureObjects(current)),
    ];
    for (const problem of problems) await this.#report(problem, current);
    if (problems.length > 0) queue.addAfter({ kind: 'portals' }, RETRY_MS);
  }

  async #ensureObjects(current: CurrentPortals): Promise<SetupProblem[]> {
    const { platform, config } = this.#context;
    // Kratix carries nothing where entities are committed or put into a bucket.
    if (config.output.type !== 'work') return [];
    const known = current.kind === 'known' ? current : undefined;
    const backstage = objectsOfBackstage(config.backstage);
    return ensurePortalObjects(
      platform,
      [
        ...(backstage ? [backstage] : []),
        ...(known?.portals ?? []).map(objectsOfPortal),
      ],
      // A portal with a mistake is not among them: its Destination has to stay.
      { removes: known === undefined || known.problems.length === 0 },
    );
  }

  async #report({ portal, message }: SetupProblem, current: CurrentPortals) {
    const { log, events } = this.#context;
    const note = portal ? `Portal "${portal}": ${message}` : message;
    log.warn('A portal is not set up', { portal, reason: message });
    if (current.kind !== 'known' || !current.integration) return;
    await events.record(current.integration, {
      type: 'Warning',
      reason: 'PortalSetupFailed',
      note: withFullStop(note),
    });
  }
}

const withFullStop = (sentence: string) =>
  /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
