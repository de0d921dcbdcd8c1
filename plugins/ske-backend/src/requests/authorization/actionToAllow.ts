import type {
  Manifest,
  ObjectRef,
  RequestAction,
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

/** An object that only has a name. */
export const blankOf = ({
  apiVersion,
  kind,
  name,
  namespace,
}: ObjectRef): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
});
