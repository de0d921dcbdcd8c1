import { asText, at, type Manifest } from '@syntasso/plugin-ske-common';
import type { Cluster } from '../../runtime/Cluster';

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
