import type { JsonObject } from '@backstage/types';
import {
  asNumber,
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
 * Destinations with no more than what they are called, which state store they have, and
 * whether they are ready: each change of one counts for all that is on it.
 */
export function withoutDestinationSpec({
  apiVersion,
  kind,
  metadata,
  spec,
  status,
}: Manifest): Manifest {
  const { annotations: _, generation: __, ...names } = metadata;
  const conditions = at(status, 'conditions');
  const stateStoreRef = at(spec, 'stateStoreRef');
  return {
    ...{ apiVersion, kind, metadata: names },
    ...(isObject(stateStoreRef) ? { spec: { stateStoreRef } } : {}),
    ...(Array.isArray(conditions) ? { status: { conditions } } : {}),
  };
}

/** What says of itself whether it is ready, without its spec, which may name secrets. */
export function withStatusOnly({
  apiVersion,
  kind,
  metadata: { annotations: _, ...metadata },
  status,
}: Manifest): Manifest {
  return {
    ...{ apiVersion, kind, metadata },
    ...(isObject(status) ? { status } : {}),
  };
}

/** A Deployment with no more of its spec than how many Pods it wants. */
export const withReplicasOnly = (deployment: Manifest): Manifest => {
  const replicas = asNumber(at(deployment, 'spec', 'replicas'));
  return {
    ...withStatusOnly(deployment),
    ...(replicas === undefined ? {} : { spec: { replicas } }),
  };
};

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
