import {
  BACKSTAGE_PIPELINE,
  PORTAL_PIPELINE,
  promiseOutputPath,
  resourceOutputPath,
} from '@syntasso/plugin-ske-common';
import type { Target } from '../entities/Binding';
import type { OutputId } from '../writers/EntityWriter';

/** Where the file of an output is, where no Work is written. */
export function pathOfOutput(
  id: OutputId,
  { destinationPath, portal }: Target,
): string {
  const place = {
    destinationPath,
    pipeline: portal === undefined ? BACKSTAGE_PIPELINE : PORTAL_PIPELINE,
  };
  return id.kind === 'promise'
    ? promiseOutputPath(place, id.promise)
    : resourceOutputPath(place, id);
}
