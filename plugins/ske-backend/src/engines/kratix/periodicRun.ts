import {
  asText,
  at,
  labels,
  type Manifest,
  type Offering,
  type ResourceView,
} from '@syntasso/plugin-ske-common';

/** Kratix's default; the platform's configuration may say otherwise, which nothing here can read. */
const DEFAULT_INTERVAL_MS = 10 * 3_600_000;

/** Go has no longer duration: 64 bits of nanoseconds. */
const LONGEST_MS = 2_562_047 * 3_600_000;

const UNIT_MS: Record<string, number> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/**
 * A duration as Go writes it, such as `1h30m`, in milliseconds; undefined for what is none.
 */
export function readGoDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    return undefined;
  }
  const sum = parts.reduce(
    (ms, [, amount, unit]) => ms + Number(amount) * UNIT_MS[unit],
    0,
  );
  return sum > LONGEST_MS ? undefined : sum;
}

/**
 * How often Kratix runs the configure workflow of a Resource again, and when next. It
 * counts from the last run that succeeded. Undefined before that, without pipelines, and
 * while Promise or Resource is paused.
 *
 * Source: Kratix, `spec.workflows.config.reconciliationInterval` and annotation
 * `kratix.io/reconciliation-interval` of a Promise.
 */
export function periodicRunOf(
  resource: Manifest,
  { metadata, source }: Offering,
): ResourceView['periodicRun'] {
  const lastRun = Date.parse(
    asText(at(resource, 'status', 'lastSuccessfulConfigureWorkflowTime')) ?? '',
  );
  const isPaused = [metadata, resource.metadata].some(
    ({ labels: given }) => given?.[labels.paused] === 'true',
  );
  if (Number.isNaN(lastRun) || isPaused) return undefined;
  const definition = source.kind === 'definition' ? source.definition : {};
  const ownInterval =
    asText(metadata.annotations?.['kratix.io/reconciliation-interval']) ??
    asText(
      at(definition, 'spec', 'workflows', 'config', 'reconciliationInterval'),
    );
  const ownMs = readGoDuration(ownInterval ?? '');
  const intervalMs = ownMs || DEFAULT_INTERVAL_MS;
  return {
    intervalMs,
    isDefault: !ownMs,
    nextAt: new Date(lastRun + intervalMs).toISOString(),
  };
}
