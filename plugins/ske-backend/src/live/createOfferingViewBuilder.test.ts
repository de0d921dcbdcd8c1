import type {
  Manifest,
  Offering,
  OfferingView,
} from '@syntasso/plugin-ske-common';
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

it('says how far the deletion of a Promise is, and what holds it', async () => {
  const { live, play } = watchPlatform();
  const playLamp = (type: 'ADDED' | 'MODIFIED', metadata: object) => {
    const lamp = promiseOf('Lamp', { status: { status: 'Available' } });
    play(type, { ...lamp, metadata: { ...lamp.metadata, ...metadata } });
  };
  const since = '2026-08-03T07:00:00Z';
  const deletion = (...finalizers: string[]) => ({
    deletionTimestamp: since,
    finalizers,
  });
  playLamp('ADDED', {});
  let view: OfferingView | undefined;
  const end = new ViewSources(live)
    .offering('lamp', everybody)
    .subscribe(update => {
      if (update.name === 'view' && update.event.kind === 'promise')
        view = update.event.view;
    });
  await eventually('the view', () => view);
  expect(view?.available).toBe(true);
  expect(view?.deletion).toBeUndefined();

  const [requests, api] = [
    'kratix.io/resource-request-cleanup',
    'kratix.io/api-crd-cleanup',
  ];
  playLamp('MODIFIED', deletion(requests, api));
  await eventually('its deletion', () => view?.deletion);
  expect(view).toMatchObject({
    available: false,
    deletion: {
      since,
      finalizers: [requests, api],
      stages: [
        { name: 'resources', state: 'current', at: since },
        { name: 'cleanUp', state: 'waiting' },
        { name: 'gone', state: 'waiting' },
      ],
    },
  });

  playLamp('MODIFIED', deletion(api));
  await eventually('its clean-up', () =>
    view?.deletion?.stages.some(
      ({ name, state }) => name === 'cleanUp' && state === 'current',
    ),
  );
  expect(view?.deletion?.finalizers).toEqual([api]);
  end();
  live.stop();
});
