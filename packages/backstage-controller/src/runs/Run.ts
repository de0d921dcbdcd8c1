import { createHash } from 'node:crypto';
import { conditionsOf, type Manifest } from '@syntasso/plugin-ske-common';
import type { LanePod } from '../entities/Binding';
import { keyOfOutput, type OutputId } from '../writers/EntityWriter';

/** Containers of a customization that have to run on entities. */
export interface Run {
  /** What the entities are for. */
  id: OutputId;
  /** The Promise or the Resource. */
  object: Manifest;
  /** How the API calls its kind, such as `promises`. */
  plural: string;
  /** The catalog-info.yaml that they get. */
  content: string;
  pod: LanePod;
}

/** Longest value of a label; Kubernetes makes one of a Job's name. */
const LONGEST_NAME = 63;
const HASH_LENGTH = 16;

/**
 * The name of a run's Job and of its record: the same for the same input, and for no other.
 * The status does not count, nor do labels and annotations of Kratix, which come and go
 * while it works.
 */
export function nameOfRun(
  { id, object, content, pod }: Run,
  image: string,
): string {
  const { apiVersion, kind, metadata, spec } = object;
  const input = [
    ...[keyOfOutput(id), image, content, pod, apiVersion, kind],
    spec ?? null,
    withoutKratix(metadata.labels),
    withoutKratix(metadata.annotations),
  ];
  const hash = createHash('sha256')
    .update(JSON.stringify(input))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const start = `configure-${metadata.name}`
    .replace(/\./g, '-')
    .slice(0, LONGEST_NAME - HASH_LENGTH - 1)
    .replace(/-+$/, '');
  return `${start}-${hash}`;
}

/** The object as containers get it. */
export function inputOf({ object }: Run): Manifest {
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}

/** How a Job stands. */
export type RunState =
  | { kind: 'running' }
  | { kind: 'complete' }
  | { kind: 'failed'; reason: string };

/** How a Job stands. */
export function stateOfJob(job: Manifest): RunState {
  const ended = conditionsOf(job).find(
    ({ type, status }) =>
      status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
  if (!ended) return { kind: 'running' };
  return ended.type === 'Complete'
    ? { kind: 'complete' }
    : { kind: 'failed', reason: ended.reason };
}

const OF_KRATIX = /^(kratix\.io|[^/]*workflows\.kratix\.io)\//;

const withoutKratix = (values: Record<string, string> = {}) =>
  Object.entries(values)
    .filter(([key]) => !OF_KRATIX.test(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
