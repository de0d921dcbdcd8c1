import { hash } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import {
  asText,
  at,
  conditionsOf,
  isObject,
  objectsOf,
  type Manifest,
  labels,
} from '@syntasso/plugin-ske-common';
import {
  KRATIX_API,
  MANAGED_BY,
  NAMES_ANNOTATION,
  OUTPUT_ANNOTATION,
} from '../platform/names';
import { groupIdIn } from './workFolder';

/** The controller's own; others may have added more. */
const LABELS = [MANAGED_BY, labels.pipelineName];
const ANNOTATIONS = [OUTPUT_ANNOTATION, NAMES_ANNOTATION];

/** One object for all of which there is nothing else to say. */
const DELIVERED: JsonObject = {
  conditions: [
    { type: 'Ready', status: 'True', reason: 'AllWorkplacementsScheduled' },
  ],
};

/**
 * What is kept of a Work in memory: whose it is, how it stands, and instead of its content
 * a digest, by which it is seen whether it is the one that is wanted. There is one for each
 * Resource of the platform.
 *
 * @param namespace - that of all Works: one text for all of them
 */
export function keepOfWork(work: Manifest, namespace: string): Manifest {
  const { name, resourceVersion, deletionTimestamp, annotations } =
    work.metadata;
  const ready = conditionsOf(work).find(({ type }) => type === 'Ready');
  return {
    apiVersion: KRATIX_API,
    kind: 'Work',
    metadata: {
      name,
      namespace,
      resourceVersion,
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      annotations: pick(annotations, ANNOTATIONS),
    },
    spec: {
      digest: digestOf(work),
      groupId: groupIdIn(work),
      ...(ready?.reason === 'UnscheduledWorkloads'
        ? { selectors: selectorsOf(work) }
        : {}),
    },
    ...(ready === undefined ? {} : { status: statusOf({ ...ready }) }),
  };
}

/** Whether Kratix would do the same with a Work that is kept as with one that is wanted. */
export const isSameWork = (kept: Manifest, wanted: Manifest): boolean =>
  at(kept, 'spec', 'digest') === digestOf(wanted);

/** The id of the group of workloads of a Work that is kept. */
export const groupIdOfKept = (kept: Manifest | undefined): string | undefined =>
  asText(at(kept, 'spec', 'groupId'));

/** The labels that a Destination of an unscheduled Work that is kept would need. */
export const selectorsOfKept = (kept: Manifest): string =>
  asText(at(kept, 'spec', 'selectors')) ?? '';

function statusOf(ready: JsonObject): JsonObject {
  const isDelivered =
    ready.status === 'True' && ready.reason === 'AllWorkplacementsScheduled';
  return isDelivered ? DELIVERED : { conditions: [ready] };
}

function digestOf({ metadata, spec }: Manifest): string {
  const content = [
    spec,
    pick(metadata.labels, LABELS),
    pick(metadata.annotations, ANNOTATIONS),
  ];
  return hash('sha256', JSON.stringify(sortKeys(content)), 'base64');
}

/** The API server tells the fields of an object in another order than they were written. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort())
    sorted[key] = sortKeys(value[key]);
  return sorted;
}

const pick = (
  from: Record<string, string> = {},
  keys: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    keys.flatMap(key => (from[key] === undefined ? [] : [[key, from[key]]])),
  );

function selectorsOf(work: Manifest): string {
  const [group] = objectsOf(at(work, 'spec', 'workloadGroups'));
  return objectsOf(group?.destinationSelectors)
    .flatMap(({ matchLabels }) =>
      isObject(matchLabels) ? Object.entries(matchLabels) : [],
    )
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
