import { NotFoundError } from '@backstage/errors';
import {
  MOST_OPTIONS,
  promiseApiOf,
  type LiveOptions,
  type Manifest,
  type OptionsAnswer,
} from '@syntasso/plugin-ske-common';
import {
  resourceTypes,
  type ResourceType,
  type SharedInformer,
} from '@syntasso/plugin-ske-node';
import type { Viewer } from '../access/Access';
import { PROMISE } from '../platform/KubernetesPlatform';
import type { Cluster } from '../platform/Platform';

/**
 * Values to choose from in a form: what the platform has now, of that what the
 * viewer may see.
 *
 * @throws NotAllowedError where the credential or the viewer may not see them.
 * @throws NotFoundError for a Promise that is not there or has no API.
 */
export async function formOptions(
  source: LiveOptions,
  cluster: Cluster,
  viewer: Viewer,
): Promise<OptionsAnswer> {
  const names = await namesOf(source, cluster, viewer);
  const all = [...new Set(names)].sort();
  return { items: all.slice(0, MOST_OPTIONS), more: all.length > MOST_OPTIONS };
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
    const { destinations } = cluster.live;
    return (
      await listFromWatchOrServer(
        cluster,
        resourceTypes.destinations,
        destinations,
      )
    ).map(nameOf);
  }
  const promise = await cluster.get({ ...PROMISE, name: source.promise });
  const refusal = viewer.promiseRefusal(promise);
  if (refusal) throw refusal;
  const api = promiseApiOf(promise);
  if (!api) {
    throw new NotFoundError(
      `Promise ${source.promise}, which the hint \`options\` names, has no API and so no Resources. Ask the platform team to name another Promise.`,
    );
  }
  const each = await Promise.all(
    cluster.live
      .allResources(api)
      .map(informer => listFromWatchOrServer(cluster, api, informer)),
  );
  const resources = each.flat();
  return resources
    .filter(resource => !viewer.resourceRefusal(resource, promise))
    .map(({ metadata }) =>
      source.value === 'namespace/name'
        ? `${metadata.namespace}/${metadata.name}`
        : metadata.name,
    );
}

/** What is watched already is not asked for again. */
async function listFromWatchOrServer(
  { client }: Cluster,
  { group, version, plural }: ResourceType,
  informer: SharedInformer,
): Promise<Manifest[]> {
  return informer.state.kind === 'live'
    ? informer.store.list()
    : (await client.list({ group, version, plural }, informer.list)).items;
}
