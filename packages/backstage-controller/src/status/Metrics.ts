import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const PREFIX = 'backstage_controller_';

/** What can be said about the controller at the moment of a scrape. */
export interface Gauges {
  queueDepth(): number;
  queueAgeSeconds(): number;
  isLeader(): boolean;
}

/** Numbers for Prometheus. */
export class Metrics {
  readonly registry = new Registry();
  readonly #reconciles = new Counter({
    name: `${PREFIX}reconcile_total`,
    help: 'Objects that were reconciled, by kind and result',
    labelNames: ['kind', 'result'] as const,
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: `${PREFIX}reconcile_duration_seconds`,
    help: 'How long reconciling an object takes, by kind',
    labelNames: ['kind'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #outputs = new Counter({
    name: `${PREFIX}outputs_total`,
    help: 'Outputs that were written or removed; unchanged ones were not written',
    labelNames: ['action'] as const,
    registers: [this.registry],
  });

  /** An object was reconciled. */
  countReconcile(kind: string, seconds: number, isError: boolean) {
    this.#reconciles.inc({ kind, result: isError ? 'error' : 'success' });
    this.#duration.observe({ kind }, seconds);
  }

  /** Something was done with an output. */
  countOutput(action: 'written' | 'unchanged' | 'removed') {
    this.#outputs.inc({ action });
  }

  /** Reads these values at each scrape. */
  observe(gauges: Gauges) {
    this.#gauge('queue_depth', 'Objects that wait to be reconciled', () =>
      gauges.queueDepth(),
    );
    this.#gauge(
      'queue_oldest_age_seconds',
      'For how long the oldest of them has waited',
      () => gauges.queueAgeSeconds(),
    );
    this.#gauge('leader', '1 for the replica that works, else 0', () =>
      Number(gauges.isLeader()),
    );
  }

  #gauge(name: string, help: string, read: () => number) {
    this.registry.registerMetric(
      new Gauge({
        name: `${PREFIX}${name}`,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  }
}
