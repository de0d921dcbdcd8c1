import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { PlatformApi } from '../platform/PlatformApi';

/** On Promises of a test: which one. */
export const RUN_LABEL = 'test.example.org/run';

/** Other tests of the run have Promises, too, which this controller must not touch. */
export function withPromisesOf(
  platform: PlatformApi,
  run: string,
): PlatformApi {
  return {
    find: (...args) => platform.find(...args),
    list: (...args) => platform.list(...args),
    create: (...args) => platform.create(...args),
    apply: (...args) => platform.apply(...args),
    patch: (...args) => platform.patch(...args),
    replace: (...args) => platform.replace(...args),
    delete: (...args) => platform.delete(...args),
    log: (...args) => platform.log(...args),
    watch: options =>
      platform.watch(
        options.type.plural === resourceTypes.promises.plural
          ? { ...options, list: { labelSelector: `${RUN_LABEL}=${run}` } }
          : options,
      ),
  };
}
