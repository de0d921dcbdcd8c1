import { z } from 'zod';
import { asText, at, isObject, objectsOf } from '../kubernetes/json';
import { conditionsOf } from './status';

/**
 * The objects that Kratix made for a Resource, when they were read. Objects are as the
 * platform gives them; malformed ones are tolerated.
 *
 * @public
 */
export interface Related {
  works: unknown[];
  workPlacements: unknown[];
  destinations: unknown[];
}

/**
 * Where one Work went, and how that stands. `unscheduled`: no Destination matches.
 * `scheduling`: none is chosen yet. `writing`, `written`, `failing`: its files are
 * written to the Destination, or that fails. `misplaced`: they are there, and the
 * Destination no longer matches. `destinationNotReady`: whether they are still there
 * is not known.
 *
 * @public
 */
export const placementSchema = z.object({
  work: z.string(),
  destination: z.string().optional(),
  state: z.enum([
    'unscheduled',
    'scheduling',
    'writing',
    'written',
    'misplaced',
    'failing',
    'destinationNotReady',
  ]),
  since: z.string().optional(),
  message: z.string().optional(),
  files: z.array(z.string()),
  versionId: z.string().optional(),
});

/** See {@link placementSchema}. @public */
export type Placement = z.infer<typeof placementSchema>;

/**
 * The placements of a Resource's Works: one for each WorkPlacement, and one for each
 * Work with files that has none. Looks at the Destination too, because a WorkPlacement
 * keeps its `WriteSucceeded=True` from the generation before when the state
 * store goes away (recorded in corpus/traces).
 *
 * @public
 */
export function placementsOf(related: Related): Placement[] {
  return related.works.filter(isObject).flatMap(work => {
    const name = asText(at(work, 'metadata', 'name')) ?? '';
    const placements = related.workPlacements.filter(
      placement =>
        at(placement, 'metadata', 'labels', 'kratix.io/work') === name,
    );
    if (placements.length > 0) {
      return placements.map(p =>
        ofWorkPlacement(name, p, related.destinations),
      );
    }
    // A pipeline that wrote nothing leaves a Work with nothing to deliver.
    const unplaced = ofUnplacedWork(name, work);
    const empty =
      unplaced.files.length === 0 && unplaced.state !== 'unscheduled';
    return empty ? [] : [unplaced];
  });
}

function ofUnplacedWork(name: string, work: unknown): Placement {
  const ready = conditionsOf(work).find(c => c.type === 'Ready');
  return {
    work: name,
    destination: undefined,
    state:
      ready?.reason === 'UnscheduledWorkloads' ? 'unscheduled' : 'scheduling',
    since: ready?.lastTransitionTime,
    message: undefined,
    files: objectsOf(at(work, 'spec', 'workloadGroups')).flatMap(filesOf),
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
  const misplaced =
    ready?.reason === 'Misplaced' ||
    at(placement, 'metadata', 'labels', 'kratix.io/misplaced') === 'true';

  const base = {
    work,
    destination,
    files: filesOf(placement && at(placement, 'spec')),
    versionId: asText(at(placement, 'status', 'versionID')),
  };
  if (misplaced) {
    return {
      ...base,
      state: 'misplaced',
      since: ready?.lastTransitionTime,
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

function filesOf(group: unknown): string[] {
  return objectsOf(at(group, 'workloads'))
    .map(workload => asText(workload.filepath))
    .filter((path): path is string => path !== undefined);
}
