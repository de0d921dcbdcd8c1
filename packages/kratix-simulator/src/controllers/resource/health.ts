import { at, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import type { Key } from '../../runtime/Controller';
import type { ResourceContext } from './context';

const HEALTH_ORDER = ['unhealthy', 'degraded', 'unknown', 'healthy', 'ready'];

/** Writes the worst of a Resource's health records into its status. */
export async function copyHealth(
  { cluster, type }: ResourceContext,
  object: Manifest,
  key: Key,
) {
  const records = (
    await cluster.list(resourceTypes.healthRecords, {
      namespace: object.metadata.namespace,
    })
  ).filter(
    r =>
      at(r, 'data', 'resourceRef', 'name') === object.metadata.name &&
      !r.metadata.deletionTimestamp,
  );
  await cluster.updateStatus(type, key, status => {
    if (records.length === 0) {
      delete status.healthStatus;
      return;
    }
    const rank = (r: Manifest) =>
      HEALTH_ORDER.indexOf(String(at(r, 'data', 'state')));
    const worst = [...records].sort((a, b) => rank(a) - rank(b))[0];
    status.healthStatus = {
      state: String(at(worst, 'data', 'state')),
      healthRecords: records.map(r => ({
        state: String(at(r, 'data', 'state')),
        lastRun: at(r, 'data', 'lastRun') ?? 0,
        source: {
          name: r.metadata.name,
          namespace: r.metadata.namespace ?? 'default',
        },
        details: at(r, 'data', 'details') ?? {},
      })),
    };
  });
}
