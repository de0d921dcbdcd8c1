import {
  at,
  labels,
  promiseApiOf,
  type Manifest,
  type Offering,
  type OfferingVersion,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { isRevisionOf, versionsOf } from './versions';

/** Each has a whole schema; what is older nobody upgrades from any more. */
const MOST_VERSIONS = 10;

/**
 * The installed versions of a Promise with the API of each, newest first.
 *
 * @throws NotAllowedError where the credential may not list revisions
 */
export async function listVersions(
  client: KubernetesClient,
  { name }: Offering,
): Promise<OfferingVersion[]> {
  // Each holds a whole Promise: those of others are not read.
  const { items } = await client.list(resourceTypes.promiseRevisions, {
    labelSelector: `${labels.promiseName}=${name}`,
  });
  return makeVersions(name, items);
}

/** See {@link listVersions}. */
export function makeVersions(
  promise: string,
  revisions: Manifest[],
): OfferingVersion[] {
  const ofPromise = revisions.filter(revision =>
    isRevisionOf(revision, promise),
  );
  return versionsOf(promise, ofPromise)
    .slice(0, MOST_VERSIONS)
    .map(version => {
      const revision = ofPromise.find(
        candidate => at(candidate, 'spec', 'version') === version,
      );
      const promiseSpec = at(revision, 'spec', 'promiseSpec');
      const api = promiseApiOf({ spec: promiseSpec });
      return { version, spec: api?.specSchema };
    });
}
