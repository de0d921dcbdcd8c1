import {
  asNumber,
  asText,
  at,
  conditionsOf,
  type Manifest,
  type PlatformPart,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { PlatformPartsSpec } from '../../live/ClusterEngine';
import { withReplicasOnly, withStatusOnly } from './trimObjects';
import { destinations, KRATIX_NAMESPACE } from './watches';

/** What runs Kratix' controllers. Source: Kratix' distribution and its Helm chart. */
const CONTROLLER = 'kratix-platform-controller-manager';

/** See {@link ClusterEngine.platformParts}. */
export const platformParts: readonly PlatformPartsSpec[] = [
  {
    role: 'controller',
    watch: {
      type: resourceTypes.deployments,
      list: {
        namespace: KRATIX_NAMESPACE,
        // Others may run there, such as the state store of a demo.
        fieldSelector: `metadata.name=${CONTROLLER}`,
      },
      keep: withReplicasOnly,
    },
    partOf: controllerPartOf,
  },
  { role: 'destination', watch: destinations, partOf: destinationPartOf },
  ...[resourceTypes.bucketStateStores, resourceTypes.gitStateStores].map(
    (type): PlatformPartsSpec => ({
      role: 'stateStore',
      watch: { type, keep: withStatusOnly },
      partOf: stateStorePartOf,
    }),
  ),
];

/** A part by its condition that says whether it is ready; without one nobody knows. */
function partByCondition(object: Manifest, type: string): PlatformPart {
  const condition = conditionsOf(object).find(one => one.type === type);
  const names = { kind: object.kind, name: object.metadata.name };
  if (!condition || !['True', 'False'].includes(condition.status)) {
    return { ...names, health: 'unknown', reason: condition?.reason };
  }
  return {
    ...names,
    health: condition.status === 'True' ? 'ready' : 'notReady',
    reason: condition.reason,
    message: condition.message,
    since: condition.lastTransitionTime,
  };
}

function destinationPartOf(destination: Manifest): PlatformPart {
  const ref = at(destination, 'spec', 'stateStoreRef');
  const [kind, name] = [asText(at(ref, 'kind')), asText(at(ref, 'name'))];
  return {
    ...partByCondition(destination, 'Ready'),
    storedIn: kind && name ? { kind, name } : undefined,
  };
}

/** Older ones only have the word in `status.status`. */
function stateStorePartOf(store: Manifest): PlatformPart {
  const part = partByCondition(store, 'Ready');
  if (part.health !== 'unknown') return part;
  const word = asText(at(store, 'status', 'status'));
  if (word === 'Ready') return { ...part, health: 'ready' };
  return word === 'NotReady' ? { ...part, health: 'notReady' } : part;
}

/** Scaled to none, a Deployment calls itself available. */
function controllerPartOf(deployment: Manifest): PlatformPart {
  const part = partByCondition(deployment, 'Available');
  return asNumber(at(deployment, 'spec', 'replicas')) === 0
    ? {
        ...part,
        health: 'notReady',
        reason: 'ScaledToZero',
        message: undefined,
      }
    : part;
}
