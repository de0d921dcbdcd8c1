import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { controllerTypes, RUN_SELECTOR } from '../platform/names';
import type { PlatformApi, Watch } from '../platform/PlatformApi';
import { keyOfOutput, type OutputId } from '../writers/EntityWriter';
import { outputOfRun, withoutData } from './record';

/** Watches on Jobs and on their records, with the indexes `object` and `promise`. */
export function watchRuns(
  platform: PlatformApi,
  namespace: string,
): { jobs: Watch; records: Watch } {
  const options = {
    list: { namespace, labelSelector: RUN_SELECTOR },
    indexes,
  };
  return {
    jobs: platform.watch({ type: resourceTypes.jobs, ...options }),
    records: platform.watch({
      type: controllerTypes.configMaps,
      keep: withoutData,
      ...options,
    }),
  };
}

/** The same for a Promise or a Resource, whichever portal it is written for. */
export const keyOfObjectOf = (id: OutputId): string =>
  keyOfOutput({ ...id, portal: undefined });

const indexes = {
  object: (object: Manifest): string[] => {
    const id = outputOfRun(object);
    return id ? [keyOfObjectOf(id)] : [];
  },
  promise: (object: Manifest): string[] => {
    const id = outputOfRun(object);
    return id ? [id.promise] : [];
  },
};
