import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import { eventually } from '@internal/testbed';
import { lampPromise } from '../__testUtils__/lampPromise';
import { ReplayedPlatform } from '../__testUtils__/ReplayedPlatform';
import { kratixOnCluster } from '../engines/kratix/kratixOnCluster';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { ClusterWatches } from './ClusterWatches';
import { ViewSources } from './ViewSources';

const power: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'power', uid: 'uid-of-power' },
  spec: {},
};

const lampThatNeeds = (name: string): Manifest => {
  const lamp = lampPromise();
  return {
    ...lamp,
    metadata: { ...lamp.metadata, uid: 'uid-of-lamp' },
    spec: { ...lamp.spec, requiredPromises: [{ name, version: 'v2' }] },
  };
};

it.each([
  ['is there', 'power', undefined, 'component:default/power-promise'],
  ['is not installed', 'water', undefined, undefined],
  ['the person may not see', 'power', 'power', undefined],
])(
  'links a requirement to its page: one that %s',
  async (_, needed, hidden, entityRef) => {
    const platform = new ReplayedPlatform();
    for (const object of [lampThatNeeds(needed), power]) {
      platform.play({
        atMs: 0,
        resource: 'promises.platform.kratix.io',
        type: 'ADDED',
        object,
      });
    }
    const live = new ClusterWatches({
      name: 'replayed',
      client: platform.client,
      engines: [kratixOnCluster],
      entities: newCatalogEntities(),
    });
    await live.entities.reserveRef(power);
    let requirements: unknown;
    const end = new ViewSources(live)
      .offering('lamp', {
        key: 'somebody',
        ownsThrough: undefined,
        person: undefined,
        offeringRefusal: ({ name }: Offering) =>
          name === hidden ? new Error('not for you') : undefined,
        resourceRefusal: () => undefined,
      })
      .subscribe(update => {
        if (update.name !== 'view' || update.event.kind !== 'promise') return;
        requirements = update.event.view.requirements;
      });
    await eventually('the view', () => requirements);
    expect(requirements).toEqual([
      {
        name: needed,
        version: 'v2',
        state: 'unknown',
        entityRef,
      },
    ]);
    end();
    live.stop();
  },
);
