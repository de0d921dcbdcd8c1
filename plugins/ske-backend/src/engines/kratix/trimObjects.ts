import type { JsonObject } from '@backstage/types';
import {
  at,
  isObject,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';

/**
 * Works carry whole files; only their names are kept. Their annotations say when Kratix
 * wrote them, again and again.
 */
export function withoutContent({
  metadata: { annotations: _, ...metadata },
  ...object
}: Manifest): Manifest {
  const trimGroup = (group: JsonObject): JsonObject => ({
    ...group,
    workloads: objectsOf(group.workloads).map(w => ({
      filepath: w.filepath ?? '',
    })),
  });
  const spec = isObject(object.spec) ? object.spec : {};
  const groups = objectsOf(spec.workloadGroups);
  return {
    ...object,
    metadata,
    spec: {
      ...spec,
      ...(groups.length > 0 ? { workloadGroups: groups.map(trimGroup) } : {}),
      ...(spec.workloads ? trimGroup(spec) : {}),
    },
  };
}

/**
 * Destinations with no more than what they are called and whether they are ready: each
 * change of one counts for all that is on it.
 */
export function withoutDestinationSpec({
  apiVersion,
  kind,
  metadata,
  status,
}: Manifest): Manifest {
  const { annotations: _, generation: __, ...names } = metadata;
  const conditions = at(status, 'conditions');
  return {
    ...{ apiVersion, kind, metadata: names },
    ...(Array.isArray(conditions) ? { status: { conditions } } : {}),
  };
}

/** Jobs without the Pods they would make: of their spec, whether they are suspended. */
export const withoutTemplate = ({ spec, ...job }: Manifest): Manifest =>
  spec?.suspend === true ? { ...job, spec: { suspend: true } } : job;

/** Pods with no more of their spec than the names of their containers. */
export function withoutPodSpec(pod: Manifest): Manifest {
  const names = (list: unknown) =>
    objectsOf(list).map(c => ({ name: c.name ?? '' }));
  return {
    ...pod,
    spec: {
      initContainers: names(pod.spec?.initContainers),
      containers: names(pod.spec?.containers),
    },
  };
}

/** Revisions without the whole Promise that each of them holds. */
export function withoutPromise(revision: Manifest): Manifest {
  const { promiseSpec: _, ...spec } = revision.spec ?? {};
  return { ...revision, spec };
}
