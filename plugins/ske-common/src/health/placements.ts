import { asText, at, isObject, objectsOf } from '../kubernetes/json';
import { oncePerObject } from '../utils/oncePerObject';
import type { Placement } from './placementSchema';
import type { Related } from './related';
import { conditionsOf } from './status';

/**
 * The placements of the Works of a Promise or Resource: one for each WorkPlacement, and one
 * more for a Work of which some files have none. Each workload group of a Work is placed by
 * itself. The Destination counts too: when its state store goes away, the WorkPlacement
 * keeps the `WriteSucceeded=True` that it had before (recorded from a real Kratix).
 *
 * Computed once for the same related objects: each rule of health asks for them.
 *
 * @public
 */
export const placementsOf: (related: Related) => Placement[] = oncePerObject(
  ({ works, workPlacements, destinations }) =>
    works.filter(isObject).flatMap(work => {
      const name = asText(at(work, 'metadata', 'name')) ?? '';
      const placements = workPlacements.filter(
        placement =>
          at(placement, 'metadata', 'labels', 'kratix.io/work') === name,
      );
      const placedGroups = placements.map(groupOfPlacement);
      const unplacedGroups = objectsOf(at(work, 'spec', 'workloadGroups'))
        // Without ids nobody can tell which of them is placed.
        .filter(({ id }) => placements.length === 0 || asText(id) !== undefined)
        .filter(({ id }) => !placedGroups.includes(asText(id)));
      const unplaced = ofUnplacedGroups(name, work, unplacedGroups);
      // A pipeline that wrote nothing leaves a Work with nothing to deliver.
      const hasUnplaced =
        unplaced.files.length > 0 ||
        (placements.length === 0 && unplaced.state === 'unscheduled');
      return [
        ...placements.map(p => ofWorkPlacement(name, p, destinations)),
        ...(hasUnplaced ? [unplaced] : []),
      ];
    }),
);

const groupOfPlacement = (placement: unknown) =>
  asText(at(placement, 'metadata', 'labels', 'kratix.io/workload-group-id')) ??
  asText(at(placement, 'spec', 'id'));

/** The groups of a Work that are not on any Destination. */
function ofUnplacedGroups(
  name: string,
  work: unknown,
  groups: unknown[],
): Placement {
  const ready = conditionsOf(work).find(c => c.type === 'Ready');
  return {
    work: name,
    destination: undefined,
    state:
      ready?.reason === 'UnscheduledWorkloads' ? 'unscheduled' : 'scheduling',
    since: ready?.lastTransitionTime,
    message: undefined,
    files: groups.flatMap(filesOf),
    versionId: undefined,
  };
}

function ofWorkPlacement(
  work: string,
  placement: unknown,
  destinations: unknown[],
): Placement {
  const destination = asText(at(placement, 'spec', 'targetDestinationName'));
  const conditions = conditionsOf(placement);
  const writeCondition = conditions.find(c => c.type === 'WriteSucceeded');
  const ready = conditions.find(c => c.type === 'Ready');
  const destinationReady = conditionsOf(
    destinations.find(d => at(d, 'metadata', 'name') === destination),
  ).find(c => c.type === 'Ready');
  // Kratix never takes its label or its Ready=Misplaced back when the Destination matches
  // again; only ScheduleSucceeded says how it is now.
  const scheduled = conditions.find(c => c.type === 'ScheduleSucceeded');
  const isMisplaced = scheduled
    ? scheduled.reason === 'DestinationSelectorMismatch'
    : ready?.reason === 'Misplaced';

  const base = {
    work,
    destination,
    files: filesOf(placement && at(placement, 'spec')),
    versionId: versionOf(placement),
  };
  if (isMisplaced) {
    return {
      ...base,
      state: 'misplaced',
      since: (scheduled ?? ready)?.lastTransitionTime,
      message: undefined,
    };
  }
  if (writeCondition?.status === 'False') {
    return {
      ...base,
      state: 'failing',
      since: writeCondition.lastTransitionTime,
      message: writeCondition.message,
    };
  }
  if (destinationReady?.status === 'False') {
    return {
      ...base,
      state: 'destinationNotReady',
      since: destinationReady.lastTransitionTime,
      message: destinationReady.message,
    };
  }
  return {
    ...base,
    state: writeCondition?.status === 'True' ? 'written' : 'writing',
    since: (writeCondition ?? ready)?.lastTransitionTime,
    message: undefined,
  };
}

/** SHA-256 of an empty text: Kratix writes it as the version for a bucket, which has none. */
const HASH_OF_NOTHING =
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The version in the state store, such as a commit. */
function versionOf(placement: unknown): string | undefined {
  const version = asText(at(placement, 'status', 'versionID'));
  return version === HASH_OF_NOTHING ? undefined : version;
}

function filesOf(group: unknown): string[] {
  return objectsOf(at(group, 'workloads'))
    .map(workload => asText(workload.filepath))
    .filter((path): path is string => path !== undefined);
}
