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
import { ControllerBindings } from './controller/ControllerBindings';
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

it('asks the controller about a Promise that is bound, and about no other', async () => {
  let asked = 0;
  const controller = new ControllerBindings(
    { url: 'http://controller' },
    {
      read: async () => {
        asked += 1;
        return {
          leader: true,
          bindings: [
            {
              ...{ promise: 'lamp', portal: 'main' },
              binding: {
                status: 'True',
                reason: 'BindingResolved',
                message: '',
              },
              sync: { status: 'True', reason: 'EntitySynced', message: '' },
              resources: { bound: 0, failed: 0 },
            },
          ],
        };
      },
    },
  );
  const { live, play } = watchPlatform({ controller });
  const lampWith = (labels: Record<string, string>) =>
    promiseOf('Lamp', { metadata: { labels } });
  play('ADDED', lampWith({}));
  let view: OfferingView | undefined;
  const end = new ViewSources(live)
    .offering('lamp', everybody)
    .subscribe(update => {
      if (update.name === 'view' && update.event.kind === 'promise')
        view = update.event.view;
    });
  await eventually('the view', () => view);
  expect(view?.catalogSync).toBeUndefined();
  expect(asked).toBe(0);

  play('MODIFIED', lampWith({ 'kratix.io/portal-backstage': 'true' }));
  await eventually(
    'the answer of the controller',
    () => view?.catalogSync?.controller === 'read',
  );
  expect(view?.catalogSync).toMatchObject({ state: 'synced', portal: 'main' });
  expect(asked).toBe(1);
  end();
  live.stop();
  controller.stop();
});

it('shows nobody how a Promise is kept whom it is not for', async () => {
  const { live, play } = watchPlatform();
  play(
    'ADDED',
    promiseOf('Lamp', {
      metadata: { labels: { 'kratix.io/portal-backstage.main': 'true' } },
    }),
  );
  let sent: string | undefined;
  const end = new ViewSources(live)
    .offering('lamp', {
      ...everybody,
      offeringRefusal: () => new Error('not for you'),
    })
    .subscribe(update => {
      if (update.name === 'view') sent = update.data;
    });
  await eventually('the refusal', () => sent);
  expect(sent).toContain('not for you');
  expect(sent).not.toContain('catalogSync');
  end();
  live.stop();
});
