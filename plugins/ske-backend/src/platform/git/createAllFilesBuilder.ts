import type { Offering } from '@syntasso/plugin-ske-common';
import {
  worstFreshnessOf,
  type ViewBuilder,
  type ViewState,
} from '../../live/LiveSource';
import type { EntityRefs, FileLister } from './createFileLister';
import type { PolledWatch } from './PolledWatch';
import type { ResourceFile } from './ResourceFiles';

/** Builds a list of the Resources of all offerings that are in the repository. */
export function createAllFilesBuilder(
  watches: {
    files: PolledWatch<ResourceFile[]>;
    /** Undefined before the catalog has answered. */
    offerings: PolledWatch<Offering[] | undefined>;
    entityRefs: PolledWatch<EntityRefs>;
  },
  listFiles: FileLister,
): ViewBuilder {
  const { files, offerings, entityRefs } = watches;
  return {
    dependencies: () =>
      [files, offerings, entityRefs].map(watch => ({ watch })),
    build: (): ViewState => {
      const states = [files.state, offerings.state];
      if (states.some(({ kind }) => kind === 'starting')) {
        return { kind: 'starting' };
      }
      const freshness = worstFreshnessOf(states);
      // Nothing was ever read: an empty list would look as if there were none.
      const isUnread = files.state.kind === 'stale' && files.value.length === 0;
      return offerings.value === undefined || isUnread
        ? { kind: 'unknown', freshness }
        : {
            kind: 'known',
            freshness,
            event: listFiles(offerings.value, files.value, entityRefs.value),
          };
    },
  };
}
