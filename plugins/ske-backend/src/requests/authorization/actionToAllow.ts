import {
  componentAnnotations,
  type Manifest,
  type ObjectRef,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import type { ResourceAction } from '../../access/Access';

/** The right that an action needs. */
export function actionToAllow(
  action: RequestAction | undefined,
  present: Manifest | undefined,
): ResourceAction {
  if (action === 'Delete') return 'delete';
  return present ? 'update' : 'create';
}

/**
 * An object that is not there, as far as it decides who may do something with it.
 *
 * @param owner - whom a request has named; default: nobody, so that only its name decides
 */
export const blankOf = (
  { apiVersion, kind, name, namespace }: ObjectRef,
  owner?: string,
): Manifest => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace,
    ...(owner ? { annotations: { [componentAnnotations.owner]: owner } } : {}),
  },
});
