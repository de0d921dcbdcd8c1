import type { Manifest, Offering } from '@syntasso/plugin-ske-common';
import { eventually } from '@internal/testbed';
import { promiseOf } from '../__testUtils__/promiseOf';
import { everybody } from '../__testUtils__/viewers';
import { watchPlatform } from '../__testUtils__/watchedPlatform';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import { ViewSources } from './ViewSources';

const power: Manifest = {
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'Promise',
  metadata: { name: 'power', uid: 'uid-of-power' },
  spec: {},
};

const lampThatNeeds = (name: string): Manifest => {
  const lamp = promiseOf('Lamp');
  return {
    ...lamp,
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
    const { live, play } = watchPlatform({ entities: newCatalogEntities() });
    play('ADDED', lampThatNeeds(needed));
    play('ADDED', power);
    await live.entities.reserveRef(power);
    let requirements: unknown;
    const end = new ViewSources(live)
      .offering('lamp', {
        ...everybody,
        offeringRefusal: ({ name }: Offering) =>
          name === hidden ? new Error('not for you') : undefined,
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
