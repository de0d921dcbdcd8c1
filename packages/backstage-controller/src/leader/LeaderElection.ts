import { isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  asNumber,
  asText,
  at,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { waitAtMost } from '@syntasso/plugin-ske-node';
import type { ControllerConfig } from '../config/controllerConfig';
import type { Log } from '../log/Log';
import { controllerTypes } from '../platform/names';
import type { PlatformApi } from '../platform/PlatformApi';
import { systemClock, type Clock } from '../queue/clock';

type Timing = Pick<
  ControllerConfig['leaderElection'],
  'leaseDuration' | 'renewDeadline' | 'retryPeriod'
>;

/** At most so much longer between two tries, so that replicas do not ask together. */
const JITTER = 0.2;

/**
 * Elects one of several replicas by a Lease, as client-go does. Only times of this process
 * are compared: the clocks of machines may differ.
 */
export class LeaderElection {
  readonly #platform: PlatformApi;
  readonly #key: { namespace: string; name: string };
  readonly #identity: string;
  readonly #timing: Timing;
  readonly #log: Log;
  readonly #clock: Clock;
  /** What the Lease said last, and since when that has not changed. */
  #observed: { spec: string; since: number } | undefined;
  #isLeader = false;

  /** @param options.identity - of this replica, unique */
  constructor(options: {
    platform: PlatformApi;
    namespace: string;
    leaseName: string;
    identity: string;
    timing: Timing;
    log: Log;
    clock?: Clock;
  }) {
    this.#platform = options.platform;
    this.#key = { namespace: options.namespace, name: options.leaseName };
    this.#identity = options.identity;
    this.#timing = options.timing;
    this.#log = options.log;
    this.#clock = options.clock ?? systemClock;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /**
   * Waits until this replica leads; from then on it renews the Lease until it is stopped.
   *
   * @returns a signal that aborts when it leads no longer; undefined when it is stopped first
   */
  async lead(stop: AbortSignal): Promise<AbortSignal | undefined> {
    while (!stop.aborted) {
      const asked = this.#clock.now();
      if (await this.#try(this.#timing.renewDeadline)) {
        this.#isLeader = true;
        this.#log.info('This replica leads', { identity: this.#identity });
        const lost = new AbortController();
        // It never rejects: whatever goes wrong ends the leadership.
        void this.#keep(stop, lost, asked);
        return lost.signal;
      }
      await this.#pause(stop);
    }
    return undefined;
  }

  /** Gives the Lease up, so that another replica can lead at once. */
  async release(): Promise<void> {
    if (!this.#isLeader) return;
    this.#isLeader = false;
    const lease = await this.#platform.find(controllerTypes.leases, this.#key);
    if (!lease || holderOf(lease) !== this.#identity) return;
    await this.#platform.replace(controllerTypes.leases, {
      ...lease,
      spec: {
        ...lease.spec,
        holderIdentity: '',
        // As client-go: whoever looks may take it at once.
        leaseDurationSeconds: 1,
        renewTime: this.#microTime(),
      },
    });
  }

  /**
   * @param renewed - when the Lease was last asked for: it may have been written at once, and
   * others count from then on, however late the answer was
   */
  async #keep(stop: AbortSignal, lost: AbortController, renewed: number) {
    let since = renewed;
    while (!stop.aborted) {
      await this.#pause(stop);
      if (stop.aborted || !this.#isLeader) return;
      const asked = this.#clock.now();
      const left = this.#timing.renewDeadline - (asked - since);
      if (left > 0 && (await this.#try(left))) {
        since = asked;
        continue;
      }
      const isTaken = this.#holder !== this.#identity;
      const isLate = this.#clock.now() - since >= this.#timing.renewDeadline;
      if (!isTaken && !isLate) continue;
      this.#isLeader = false;
      const reason = isTaken
        ? `The Lease ${this.#key.name} is held by ${this.#holder || 'nobody'}.`
        : `The Lease ${
            this.#key.name
          } could not be renewed in time. Check that the API server answers.`;
      this.#log.error('This replica leads no longer', { reason });
      lost.abort(new Error(reason));
      return;
    }
  }

  /** @returns whether this replica has the Lease now */
  async #try(atMostMs: number): Promise<boolean> {
    try {
      return await waitAtMost(
        atMostMs,
        this.#acquireOrRenew(),
        `The Lease ${this.#key.name} could not be read or written in time.`,
      );
    } catch (error) {
      // Another replica was faster.
      if (isError(error) && error.name === 'ConflictError') return false;
      this.#log.warn('The Lease could not be read or written', {
        error: isError(error) ? error.message : String(error),
      });
      return false;
    }
  }

  async #acquireOrRenew(): Promise<boolean> {
    const { leases } = controllerTypes;
    const lease = await this.#platform.find(leases, this.#key);
    if (!lease) {
      this.#observe(
        await this.#platform.create(leases, {
          apiVersion: 'coordination.k8s.io/v1',
          kind: 'Lease',
          metadata: this.#key,
          spec: this.#specAfter(undefined),
        }),
      );
      return true;
    }
    this.#observe(lease);
    const holder = holderOf(lease);
    const isOurs = holder === this.#identity;
    if (!isOurs && holder !== '' && !this.#isExpired(lease)) return false;
    this.#observe(
      await this.#platform.replace(leases, {
        ...lease,
        spec: this.#specAfter(lease),
      }),
    );
    return true;
  }

  #observe({ spec = {} }: Manifest) {
    const text = JSON.stringify(spec);
    if (this.#observed?.spec === text) return;
    this.#observed = { spec: text, since: this.#clock.now() };
  }

  /** Whom the Lease named when it was seen last. */
  get #holder(): string {
    const spec: unknown = JSON.parse(this.#observed?.spec ?? '{}');
    return asText(at(spec, 'holderIdentity')) ?? '';
  }

  /** Whether its holder has not renewed it for longer than it said. */
  #isExpired(lease: Manifest): boolean {
    const seconds = asNumber(at(lease, 'spec', 'leaseDurationSeconds')) ?? 0;
    const since = this.#observed?.since ?? this.#clock.now();
    return this.#clock.now() - since > seconds * 1_000;
  }

  #specAfter(lease: Manifest | undefined): JsonObject {
    const now = this.#microTime();
    const isOurs = lease !== undefined && holderOf(lease) === this.#identity;
    const transitions = asNumber(at(lease, 'spec', 'leaseTransitions')) ?? 0;
    return {
      holderIdentity: this.#identity,
      leaseDurationSeconds: Math.ceil(this.#timing.leaseDuration / 1_000),
      acquireTime: (isOurs && asText(at(lease, 'spec', 'acquireTime'))) || now,
      renewTime: now,
      leaseTransitions: lease && !isOurs ? transitions + 1 : transitions,
    };
  }

  #microTime(): string {
    return new Date(this.#clock.now()).toISOString().replace('Z', '000Z');
  }

  async #pause(stop: AbortSignal) {
    const ms = this.#timing.retryPeriod * (1 + Math.random() * JITTER);
    await new Promise<void>(resolve => {
      const end = () => {
        cancel();
        stop.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#clock.after(ms, end);
      if (stop.aborted) end();
      else stop.addEventListener('abort', end);
    });
  }
}

const holderOf = (lease: Manifest) =>
  asText(at(lease, 'spec', 'holderIdentity')) ?? '';
