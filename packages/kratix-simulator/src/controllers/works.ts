import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  asText,
  at,
  conditionsOf,
  isObject,
  objectsOf,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { JsonObject } from '@backstage/types';
import {
  condition,
  ifTaken,
  label,
  setCondition,
  type Cluster,
} from '../runtime/Cluster';
import type { Key, Outcome } from '../runtime/Controller';
import { KRATIX } from '../runtime/names';

const WORK_FINALIZER = `${KRATIX}work-cleanup`;
const PLACEMENT_FINALIZER = `finalizers.workplacement.${KRATIX}repo-cleanup`;
const ORDER = ['promise', 'promise-workflow'];

/** Kratix's scheduler: Works to WorkPlacements on matching Destinations. */
export function workReconciler(cluster: Cluster) {
  return async function reconcile(key: Key): Promise<Outcome> {
    const work = await cluster.find(resourceTypes.works, key);
    if (!work) return undefined;
    const placements = await placementsOf(work);
    if (work.metadata.deletionTimestamp) {
      for (const p of placements.filter(x => !x.metadata.deletionTimestamp)) {
        await cluster.delete(resourceTypes.workPlacements, p.metadata);
      }
      await cluster.removeFinalizer(resourceTypes.works, key, WORK_FINALIZER);
      return undefined;
    }
    if (!work.metadata.finalizers?.includes(WORK_FINALIZER)) {
      await cluster.setFinalizers(resourceTypes.works, key, all => [
        ...all,
        WORK_FINALIZER,
      ]);
      return { againInMs: 0 };
    }
    const destinations = await cluster.list(resourceTypes.destinations);
    const groups = objectsOf(at(work, 'spec', 'workloadGroups'));
    let scheduled = 0;
    const misplaced: string[] = [];
    for (const group of groups) {
      const result = await place(work, group, placements, destinations);
      if (result.placed > 0) scheduled += 1;
      misplaced.push(...result.misplaced);
    }
    await report(work, groups.length, scheduled, misplaced, placements);
    return scheduled < groups.length ? { againInMs: 10_000 } : undefined;
  };

  async function placementsOf(work: Manifest) {
    return cluster.list(resourceTypes.workPlacements, {
      namespace: work.metadata.namespace,
      labelSelector: `${KRATIX}work=${work.metadata.name}`,
    });
  }

  async function place(
    work: Manifest,
    group: JsonObject,
    placements: Manifest[],
    destinations: Manifest[],
  ) {
    const wanted = merged(objectsOf(group.destinationSelectors));
    const matching = destinations.filter(d => matches(d, wanted));
    const existing = placements.filter(p => at(p, 'spec', 'id') === group.id);
    const onePerRequest =
      asText(at(work, 'spec', 'resourceName')) !== undefined;
    const targets = new Set(
      existing.map(p => String(at(p, 'spec', 'targetDestinationName'))),
    );
    if (onePerRequest) {
      if (targets.size === 0 && matching.length > 0) {
        targets.add(
          matching[Math.floor(Math.random() * matching.length)].metadata.name,
        );
      }
    } else {
      matching.forEach(d => targets.add(d.metadata.name));
    }
    const misplaced: string[] = [];
    for (const target of targets) {
      const fits = matching.some(d => d.metadata.name === target);
      if (!fits) misplaced.push(target);
      await applyPlacement(work, group, target, fits, existing);
    }
    return { placed: targets.size, misplaced };
  }

  async function applyPlacement(
    work: Manifest,
    group: JsonObject,
    target: string,
    fits: boolean,
    existing: Manifest[],
  ) {
    const id = String(group.id);
    const spec: JsonObject = {
      targetDestinationName: target,
      id,
      generation: work.metadata.generation ?? 1,
      promiseName: String(at(work, 'spec', 'promiseName') ?? ''),
      ...(at(work, 'spec', 'resourceName')
        ? { resourceName: String(at(work, 'spec', 'resourceName')) }
        : {}),
      workloads: group.workloads ?? [],
    };
    const name = `${work.metadata.name}.${target}-${id.slice(0, 5)}`;
    const known = existing.find(p => p.metadata.name === name);
    if (!known) {
      await cluster.client
        .create(resourceTypes.workPlacements, {
          apiVersion: 'platform.kratix.io/v1alpha1',
          kind: 'WorkPlacement',
          metadata: {
            name,
            namespace: work.metadata.namespace,
            finalizers: [PLACEMENT_FINALIZER],
            labels: {
              [`${KRATIX}work`]: work.metadata.name,
              [`${KRATIX}workload-group-id`]: id,
              [`${KRATIX}targetDestinationName`]: target,
              [`${KRATIX}pipeline-name`]:
                label(work, `${KRATIX}pipeline-name`) ?? '',
            },
            ownerReferences: [
              {
                apiVersion: work.apiVersion,
                kind: 'Work',
                name: work.metadata.name,
                uid: work.metadata.uid ?? '',
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          },
          spec,
        })
        .catch(ifTaken);
    } else if (!isDeepStrictEqual(at(known, 'spec'), spec)) {
      await cluster.client.patch(resourceTypes.workPlacements, known.metadata, {
        spec,
      });
    }
    const key = { namespace: work.metadata.namespace, name };
    if (known && (label(known, `${KRATIX}misplaced`) === 'true') === fits) {
      await cluster.label(resourceTypes.workPlacements, key, {
        [`${KRATIX}misplaced`]: fits ? null : 'true',
      });
    }
    await cluster.updateStatus(resourceTypes.workPlacements, key, status => {
      if (fits) {
        setCondition(
          status,
          'ScheduleSucceeded',
          'True',
          'ScheduledToDestination',
          'Scheduled to correct Destination',
        );
        if (conditionsOf({ status }).every(c => c.type !== 'Ready')) {
          setCondition(
            status,
            'Ready',
            'False',
            'ScheduledToDestination',
            'Pending',
          );
        }
      } else {
        setCondition(
          status,
          'ScheduleSucceeded',
          'False',
          'DestinationSelectorMismatch',
          'Scheduled to a Destination that no longer matches',
        );
        setCondition(status, 'Ready', 'False', 'Misplaced', 'Misplaced');
      }
    });
  }

  async function report(
    work: Manifest,
    groups: number,
    scheduled: number,
    misplaced: string[],
    placements: Manifest[],
  ) {
    const failing = placements.some(
      p => condition(p, 'WriteSucceeded')?.status === 'False',
    );
    await cluster.updateStatus(resourceTypes.works, work.metadata, status => {
      status.workPlacements = groups;
      status.workPlacementsCreated = scheduled;
      const set = (
        ok: boolean,
        reason: string,
        readyReason: string,
        message: string,
        said: string,
      ) => {
        setCondition(
          status,
          'ScheduleSucceeded',
          ok ? 'True' : 'False',
          reason,
          said,
        );
        setCondition(
          status,
          'Ready',
          ok && message === 'Ready' ? 'True' : 'False',
          readyReason,
          message,
        );
      };
      if (misplaced.length > 0) {
        set(
          false,
          'DestinationSelectorMismatch',
          'Misplaced',
          'Misplaced',
          `Misplaced on ${misplaced.join(', ')}`,
        );
      } else if (scheduled < groups) {
        set(
          false,
          'UnscheduledWorkloads',
          'UnscheduledWorkloads',
          'Pending',
          'No Destination matches all labels',
        );
      } else if (failing) {
        set(
          true,
          'AllWorkplacementsScheduled',
          'WorkplacementsFailing',
          'Failing',
          'All workplacements scheduled successfully',
        );
      } else {
        set(
          true,
          'AllWorkplacementsScheduled',
          'AllWorkplacementsScheduled',
          'Ready',
          'All workplacements scheduled successfully',
        );
      }
    });
  }
}

/** Kratix's writer: the files of a WorkPlacement into the state store. */
export function placementReconciler(cluster: Cluster, writeMs: number) {
  const type = resourceTypes.workPlacements;
  const seen = new Map<string, number>();

  return async function reconcile(key: Key): Promise<Outcome> {
    const placement = await cluster.find(type, key);
    if (!placement) return undefined;
    if (placement.metadata.deletionTimestamp) {
      await cluster.removeFinalizer(type, key, PLACEMENT_FINALIZER);
      return undefined;
    }
    const destination = await cluster.find(resourceTypes.destinations, {
      name: String(at(placement, 'spec', 'targetDestinationName')),
    });
    const store = destination && (await stateStoreOf(cluster, destination));
    // Without a state store the last verdict stays, as the recording shows.
    if (!store) return { againInMs: 1_000 };
    const id = `${placement.metadata.uid} ${placement.metadata.generation}`;
    const first = seen.get(id) ?? Date.now();
    seen.set(id, first);
    const wait = first + writeMs - Date.now();
    if (wait > 0) return { againInMs: wait };
    const refusal = asText(
      at(store, 'metadata', 'annotations', 'simulator.kratix.io/write-error'),
    );
    await cluster.updateStatus(type, key, status => {
      if (refusal) {
        setCondition(
          status,
          'WriteSucceeded',
          'False',
          'WorkloadsFailedWrite',
          refusal,
        );
        setCondition(
          status,
          'Ready',
          'False',
          'WorkloadsFailedWrite',
          'Failing',
        );
        return;
      }
      status.versionID = createHash('sha256')
        .update(JSON.stringify(at(placement, 'spec', 'workloads') ?? []))
        .digest('hex');
      setCondition(
        status,
        'WriteSucceeded',
        'True',
        'WorkloadsWrittenToStateStore',
        'Workloads written to State Store',
      );
      if (label(placement, `${KRATIX}misplaced`) === 'true') return;
      setCondition(
        status,
        'Ready',
        'True',
        'WorkloadsWrittenToTargetDestination',
        'Ready',
      );
    });
    return undefined;
  };
}

/** Kratix's Destination controller: is the state store there? */
export function destinationReconciler(cluster: Cluster) {
  return async function reconcile(key: Key): Promise<Outcome> {
    const destination = await cluster.find(resourceTypes.destinations, key);
    if (!destination || destination.metadata.deletionTimestamp)
      return undefined;
    const store = await stateStoreOf(cluster, destination);
    await cluster.updateStatus(resourceTypes.destinations, key, status => {
      if (store) {
        setCondition(
          status,
          'Ready',
          'True',
          'TestDocumentsWritten',
          'Test documents written to State Store',
        );
      } else {
        const name = at(destination, 'spec', 'stateStoreRef', 'name');
        setCondition(
          status,
          'Ready',
          'False',
          'StateStoreNotFound',
          `State store ${name} not found`,
        );
      }
    });
    return store ? undefined : { againInMs: 1_000 };
  };
}

async function stateStoreOf(cluster: Cluster, destination: Manifest) {
  const kind = asText(at(destination, 'spec', 'stateStoreRef', 'kind')) ?? '';
  const name = asText(at(destination, 'spec', 'stateStoreRef', 'name')) ?? '';
  return cluster.find(
    {
      group: 'platform.kratix.io',
      version: 'v1alpha1',
      plural: `${kind.toLowerCase()}s`,
    },
    { name },
  );
}

/** All selectors of a group as one set of labels; the Promise's own win. */
function merged(selectors: JsonObject[]): Record<string, string> {
  const rank = (s: JsonObject) => {
    const index = ORDER.indexOf(String(s.source));
    return index === -1 ? ORDER.length : index;
  };
  return Object.assign(
    {},
    ...[...selectors]
      .sort((a, b) => rank(b) - rank(a))
      .map(s => (isObject(s.matchLabels) ? s.matchLabels : {})),
  );
}

function matches(destination: Manifest, wanted: Record<string, string>) {
  if (destination.metadata.deletionTimestamp) return false;
  const labels = destination.metadata.labels ?? {};
  if (labels[`${KRATIX}dry-run`] === 'true') return false;
  const keys = Object.keys(wanted);
  if (keys.length === 0) {
    const strict = at(destination, 'spec', 'strictMatchLabels') === true;
    return !(strict && Object.keys(labels).length > 0);
  }
  return keys.every(key => labels[key] === wanted[key]);
}
