import { NotFoundError } from '@backstage/errors';
import {
  MOST_OPTIONS,
  type LiveOptions,
  type Manifest,
  type OptionsAnswer,
} from '@syntasso/plugin-ske-common';
import { resourceTypes, type SharedInformer } from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import type { Cluster } from '../platform/Platform';

/**
 * Values to choose from in a form: what the platform has now, of that what the
 * viewer may see.
 *
 * @throws NotAllowedError where the credential or the viewer may not see them.
 * @throws NotFoundError for an offering that is not there or has no API.
 */
export async function formOptions(
  source: LiveOptions,
  cluster: Cluster,
  viewer: Viewer,
): Promise<OptionsAnswer> {
  const names = await namesOf(source, cluster, viewer);
  const sortedNames = [...new Set(names)].sort();
  return {
    items: sortedNames.slice(0, MOST_OPTIONS),
    more: sortedNames.length > MOST_OPTIONS,
  };
}

async function namesOf(
  source: LiveOptions,
  cluster: Cluster,
  viewer: Viewer,
): Promise<string[]> {
  const nameOf = ({ metadata }: Manifest) => metadata.name;
  if (source.from === 'namespaces') {
    const { items } = await cluster.client.list(resourceTypes.namespaces);
    return items.map(nameOf);
  }
  if (source.from === 'destinations') {
    const destinationLists = await Promise.all(
      cluster.live.engines
        .map(({ destinations }) => destinations)
        .filter(destinations => destinations !== undefined)
        .map(watchSpec =>
          listFromWatchOrServer(cluster, cluster.live.watch(watchSpec)),
        ),
    );
    return destinationLists.flat().map(nameOf);
  }
  const offering = await cluster.getOffering(source.promise);
  const refusal = viewer.offeringRefusal(offering);
  if (refusal) throw refusal;
  if (!offering.api) {
    const word = offering.engine.texts.offering;
    throw new NotFoundError(
      `${word} ${offering.name}, which the hint \`options\` names, has no API and so no Resources. Ask the platform team to name another ${word}.`,
    );
  }
  const resourceLists = await Promise.all(
    cluster.live
      .allResources(offering)
      .map(informer => listFromWatchOrServer(cluster, informer)),
  );
  const resources = resourceLists.flat();
  return resources
    .filter(resource => !viewer.resourceRefusal({ offering, resource }))
    .map(({ metadata }) =>
      source.value === 'namespace/name'
        ? `${metadata.namespace}/${metadata.name}`
        : metadata.name,
    );
}

/** Uses the watch where it is live, so that the platform is not asked again. */
async function listFromWatchOrServer(
  { client }: Cluster,
  informer: SharedInformer,
): Promise<Manifest[]> {
  return informer.state.kind === 'live'
    ? informer.store.list()
    : (await client.list(informer.type, informer.list)).items;
}
