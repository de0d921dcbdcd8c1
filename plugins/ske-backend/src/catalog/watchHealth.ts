import { refOf, type Manifest } from '@syntasso/plugin-ske-common';
import { objectKey } from '../entities/OfferedObjects';
import type { HealthSubject } from '../live/ClusterEngine';
import type { ClusterWatches } from '../live/ClusterWatches';
import { shareEventLoop } from '../utils/shareEventLoop';

/**
 * Marks an object for the catalog when something else has changed that decides its
 * health, such as where its Works went.
 *
 * @param onMarked - called after something was marked, or a watch stands otherwise
 * @param onError - told of what could not be marked
 * @returns ends it
 */
export function watchHealth(
  live: ClusterWatches,
  onMarked: () => void,
  onError: (error: Error) => void,
): () => void {
  let isEnded = false;
  const { healths, offerings } = live;
  const { objects } = live.entities;
  live.entities.healths = healths;

  const mark = ({ offering: name, resource }: HealthSubject) => {
    const offering = offerings.byName(name);
    if (!resource) {
      if (!offering) return;
      healths.observeOffering(offering);
      objects.markChanged(objectKey(offering.ref));
      return;
    }
    if (!offering?.api) return;
    const { group, kind } = offering.api;
    const key = objectKey({ apiVersion: `${group}/`, kind, ...resource });
    const offered = objects.resourceAt(key);
    if (!offered) return;
    // The answer is not used here. A failure must be shown even if it has ended by
    // the time that somebody asks again.
    healths.observeResource(offered);
    objects.markChanged(key);
  };
  /** All that is on a Destination may be marked at once. */
  const markAll = async (subjects: HealthSubject[]) => {
    const pause = shareEventLoop();
    for (const subject of subjects) {
      if (isEnded) return;
      try {
        mark(subject);
      } catch (error) {
        // The others are marked all the same.
        onError(error as Error);
      }
      await pause();
    }
    if (subjects.length > 0 && !isEnded) onMarked();
  };
  const ends = live.healthDependencies().map(({ watch, subjectsOf }) =>
    watch.subscribe({
      onChange: ({ object }: { object: Manifest }) =>
        void markAll(subjectsOf(object)),
      onState: onMarked,
    }),
  );
  const endNews = healths.subscribe({
    onChange: ({ object }) => {
      objects.markChanged(objectKey(refOf(object)));
      onMarked();
    },
    onState: () => {},
  });
  return () => {
    isEnded = true;
    [...ends, endNews].forEach(end => end());
  };
}
