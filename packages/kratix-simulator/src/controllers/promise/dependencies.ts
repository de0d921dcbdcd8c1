import { at, objectsOf, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { label, type Cluster } from '../../runtime/Cluster';
import { KRATIX, SYSTEM_NAMESPACE } from '../../runtime/names';
import { applyWork } from '../../workflow/applyWork';
import { selector } from '../../workflow/subject';

/**
 * Writes the dependencies of a Promise as one Work, once for each generation. A real
 * Kratix writes it some twenty times a second without end, which would do nothing here
 * but keep the API server busy.
 */
export async function applyDependencies(cluster: Cluster, promise: Manifest) {
  const dependencies = objectsOf(at(promise, 'spec', 'dependencies'));
  if (dependencies.length === 0) return;
  const labels = {
    [`${KRATIX}promise-name`]: promise.metadata.name,
    [`${KRATIX}work-type`]: 'static-dependency',
  };
  const [known] = await cluster.list(resourceTypes.works, {
    namespace: SYSTEM_NAMESPACE,
    labelSelector: selector(labels),
  });
  const generation = String(promise.metadata.generation ?? 1);
  if (known && label(known, 'simulator.kratix.io/generation') === generation) {
    return;
  }
  await applyWork(cluster, {
    namespace: SYSTEM_NAMESPACE,
    name: `${promise.metadata.name}-static-deps`,
    labels,
    promiseName: promise.metadata.name,
    resourceName: undefined,
    files: [
      {
        path: `static/${promise.metadata.name}-dependencies.yaml`,
        content: JSON.stringify(dependencies),
      },
    ],
    selectors: objectsOf(at(promise, 'spec', 'destinationSelectors')).map(
      s => ({ matchLabels: s.matchLabels ?? {}, source: 'promise' }),
    ),
  });
  const [work] = await cluster.list(resourceTypes.works, {
    namespace: SYSTEM_NAMESPACE,
    labelSelector: selector(labels),
  });
  await cluster.label(resourceTypes.works, work.metadata, {
    'simulator.kratix.io/generation': generation,
  });
}
