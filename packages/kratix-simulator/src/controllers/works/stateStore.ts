import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import type { Cluster } from '../../runtime/Cluster';

const WRITE_ERROR = 'simulator.kratix.io/write-error';
const UNREACHABLE = 'simulator.kratix.io/unreachable';

/** The error with which a simulated state store cannot be reached; undefined where it can. */
export const unreachable = (store: Manifest) =>
  asText(at(store, 'metadata', 'annotations', UNREACHABLE));

/** The error with which a simulated state store refuses to be written, if it does. */
export const writeError = (store: Manifest) =>
  unreachable(store) ??
  asText(at(store, 'metadata', 'annotations', WRITE_ERROR));

/** The state store that a Destination names, if it is there. */
export async function stateStoreOf(cluster: Cluster, destination: Manifest) {
  const kind = asText(at(destination, 'spec', 'stateStoreRef', 'kind')) ?? '';
  const name = asText(at(destination, 'spec', 'stateStoreRef', 'name')) ?? '';
  return cluster.find(
    {
      group: 'platform.kratix.io',
      version: 'v1alpha1',
      plural: `${kind.toLowerCase()}s`,
    },
    { name },
  );
}
