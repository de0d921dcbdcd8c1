import type { Manifest } from '@syntasso/plugin-ske-common';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { ClusterWatches } from '../live/ClusterWatches';
import { ReplayedPlatform } from './ReplayedPlatform';

/** A cluster on which happens what a test plays, and its watches. */
export function watchPlatform(
  options: Partial<ConstructorParameters<typeof ClusterWatches>[0]> = {},
) {
  const platform = new ReplayedPlatform();
  const live = new ClusterWatches({
    name: 'replayed',
    client: platform.client,
    engines: [kratixOnCluster],
    ...options,
  });
  const play = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Manifest) => {
    const [group] = object.apiVersion.split('/');
    const resource = `${object.kind.toLowerCase()}s.${group}`;
    platform.play({ atMs: 0, resource, type, object });
  };
  return { platform, live, play };
}

/** A Resource of a Promise that `promiseOf` makes. */
export const makeResource = (
  kind: string,
  name: string,
  given: {
    namespace?: string;
    labels?: Record<string, string>;
    status?: Manifest['status'];
  } = {},
): Manifest => ({
  apiVersion: 'own.example.org/v1',
  kind,
  metadata: {
    ...{
      name,
      namespace: given.namespace ?? 'default',
      uid: `${kind}-${name}`,
      generation: 1,
    },
    labels: given.labels,
  },
  status: given.status,
});
