import type { Manifest } from '@syntasso/plugin-ske-common';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import type { ClusterEngine, HealthDependency } from './ClusterEngine';
import type { ClusterWatches } from './ClusterWatches';
import type { LiveResourceList } from './LiveResourceList';
import type { Dependency } from './LiveSource';

/**
 * What a list of Resources depends on besides the offerings: the Resources, and what
 * decides their health. Each change is noted in the list.
 */
export const listDependenciesOf = (
  live: ClusterWatches,
  list: LiveResourceList,
): Dependency[] => [
  ...informersOf(list).map(informer => ({
    watch: informer,
    onChange: (was: Manifest) => list.markChanged({ from: informer, was }),
  })),
  {
    watch: live.healths,
    concerns: object => list.find(object) !== undefined,
    onChange: object => {
      const found = list.find(object);
      if (found) list.markChanged(found);
    },
  },
  ...healthDependenciesOf(live, list).map(({ watch, subjectsOf }) => {
    const find = (object: Manifest) =>
      subjectsOf(object).flatMap(subject => list.findSubject(subject) ?? []);
    return {
      watch,
      concerns: (object: Manifest) => find(object).length > 0,
      onChange: (object: Manifest) =>
        find(object).forEach(found => list.markChanged(found)),
    };
  }),
];

/** The watches on the Resources that are listed. */
export const informersOf = (list: LiveResourceList): SharedInformer[] =>
  list.offerings().flatMap(offering => list.informersOf(offering));

/** What decides the health of what is listed: of each engine once. */
export function healthDependenciesOf(
  live: ClusterWatches,
  list: LiveResourceList,
): HealthDependency[] {
  const informersByEngine = new Map<ClusterEngine, SharedInformer[][]>();
  for (const offering of list.offerings()) {
    const engine = live.engineOf(offering);
    const informers = informersByEngine.get(engine) ?? [];
    informers.push(list.informersOf(offering));
    informersByEngine.set(engine, informers);
  }
  return [...informersByEngine].flatMap(([engine, informers]) =>
    scopesOf(informers).flatMap(namespaces =>
      engine.healthDependencies(live, namespaces),
    ),
  );
}

/**
 * Where Resources are listed: everywhere (undefined), and in namespaces where some of
 * them may not be listed everywhere.
 *
 * @param informers - of each offering
 */
function scopesOf(informers: SharedInformer[][]): (string[] | undefined)[] {
  const isEverywhere = informers.some(
    ([first, ...others]) =>
      first !== undefined &&
      first.list.namespace === undefined &&
      others.length === 0,
  );
  const namespaces = new Set(
    informers
      .flat()
      .map(({ list }) => list.namespace)
      .filter(namespace => namespace !== undefined),
  );
  return [
    ...(isEverywhere ? [undefined] : []),
    ...(namespaces.size > 0 ? [[...namespaces]] : []),
  ];
}
