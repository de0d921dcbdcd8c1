import { mockServices } from '@backstage/backend-test-utils';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { eventually } from '@internal/testbed';
import {
  refOf,
  resourceOwnerOf,
  resourcesQuerySchema,
  type Manifest,
  type OfferedResource,
  type Offering,
  type StreamEvent,
} from '@syntasso/plugin-ske-common';
import { promiseOf } from '../__testUtils__/promiseOf';
import { everybody } from '../__testUtils__/viewers';
import { makeResource, watchPlatform } from '../__testUtils__/watchedPlatform';
import { DirectDiscovery } from '../catalog/DirectDiscovery';
import { newCatalogEntities } from '../entities/names/InMemoryNameTable';
import type { ViewSource } from './LiveSource';
import { ViewSources } from './ViewSources';

const lamp = (labels: Record<string, string>) =>
  promiseOf('Lamp', {
    metadata: { labels },
    properties: { spec: { type: 'object', properties: {} } },
  });

const entityCustomization = (component: JsonObject): Manifest => ({
  apiVersion: 'platform.kratix.io/v1alpha1',
  kind: 'BackstageEntityCustomization',
  metadata: { name: 'data' },
  spec: {
    entityGenerationOptions: {
      promise: { component },
      resource: { component: { owner: component.owner } },
    },
  },
});

const portalCustomization = (title: string): Manifest => ({
  apiVersion: 'platform.syntasso.io/v1alpha1',
  kind: 'PortalCustomization',
  metadata: { name: 'data' },
  spec: {
    portalType: 'backstage',
    promise: {
      configure: {
        containers: [
          {
            name: 'patch',
            image: 'portal-patch',
            args: [
              `{ target: { kind: Component }, patch: { metadata: { title: ${title} } } }`,
            ],
          },
        ],
      },
    },
  },
});

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach(end => end()));

/** A cluster with a lamp, whose entities a catalog has. */
function begin(labels: Record<string, string>) {
  const { live, play } = watchPlatform({ entities: newCatalogEntities() });
  const catalog = new Map<string, Entity>();
  const discovery = new DirectDiscovery(live, {
    checkReach: async () => true,
    onUpdate: async update => {
      const entities = update.kind === 'full' ? update.entities : update.added;
      entities.forEach(one => catalog.set(stringifyEntityRef(one), one));
    },
    listShown: async () => [],
    logger: mockServices.logger.mock(),
  });
  ends.push(() => {
    discovery.stop();
    live.stop();
  });
  play('ADDED', lamp(labels));
  const resource = makeResource('Lamp', 'one');
  play('ADDED', resource);
  discovery.start();
  const sources = new ViewSources(live);
  /** What was sent last of a page. */
  const follow = (source: ViewSource) => {
    const last: { event?: StreamEvent } = {};
    ends.unshift(
      source.subscribe(update => {
        if (update.name === 'view') last.event = update.event;
      }),
    );
    return last;
  };
  return { live, play, catalog, sources, resource, follow };
}

const ofData: Record<string, string> = {
  'kratix.io/backstage-customization': 'data',
};

it('pages follow the owner and the title of a customisation, as the catalog does', async () => {
  const { play, catalog, sources, resource, follow } = begin(ofData);
  const page = follow(sources.offering('lamp', everybody));
  const resourcePage = follow(sources.resource(refOf(resource), everybody));
  const query = resourcesQuerySchema.parse({ limit: '50' });
  const table = follow(
    sources.list({ kind: 'resources', promise: 'lamp', query }, everybody),
  );
  /** Title and owner of the Promise, and the owner of the Resource: in the catalog, and on pages. */
  const read = () => {
    const component = catalog.get('component:default/lamp-promise');
    const ofResource = catalog.get('component:default/one-lamp');
    const [row] =
      table.event?.kind === 'resources' ? table.event.page.rows : [];
    return {
      catalog: [
        component?.metadata.title,
        component?.spec?.owner,
        ofResource?.spec?.owner,
      ],
      pages: [
        page.event?.kind === 'promise' && page.event.view.title,
        resourcePage.event?.kind === 'resource' &&
          resourcePage.event.view.promise?.owner,
        row?.owner,
      ],
    };
  };
  const becomes = async (title: string, owner: string) =>
    eventually(`${title} of ${owner}`, () => {
      const { catalog: inCatalog, pages } = read();
      return (
        inCatalog.join() === [`${title} Promise`, owner, owner].join() &&
        pages.join() === [title, owner, owner].join()
      );
    });
  await becomes('Lamp', 'kratix-platform');
  play(
    'ADDED',
    entityCustomization({ title: 'Light Promise', owner: 'team-a' }),
  );
  await becomes('Light', 'team-a');
  play(
    'MODIFIED',
    entityCustomization({ title: 'Torch Promise', owner: 'team-b' }),
  );
  await becomes('Torch', 'team-b');
  play('DELETED', entityCustomization({}));
  await becomes('Lamp', 'kratix-platform');
  expect(read().pages).toEqual(['Lamp', 'kratix-platform', 'kratix-platform']);
});

it('pages are called as recipes call the entity, and as before without them', async () => {
  const { play, sources, follow } = begin({
    'kratix.io/portal-customization': 'data',
  });
  const page = follow(sources.offering('lamp', everybody));
  const title = () =>
    page.event?.kind === 'promise' ? page.event.view.title : undefined;
  await eventually('the page', () => title() === 'Lamp');
  play('ADDED', portalCustomization('Torch'));
  await eventually('the title of the recipe', () => title() === 'Torch');
  play('DELETED', portalCustomization('Torch'));
  await eventually('the usual title', () => title() === 'Lamp');
  expect(title()).toBe('Lamp');
});

it('who owns something by a customisation sees it, as soon as that says so', async () => {
  const { play, sources, resource, follow } = begin(ofData);
  const ofTeamA = (owner: string) =>
    owner === 'team-a' ? undefined : new NotAllowedError('not for you');
  const viewer = {
    ...everybody,
    key: 'team-a',
    offeringRefusal: ({ owner }: Offering) => ofTeamA(owner),
    resourceRefusal: (offered: OfferedResource) =>
      ofTeamA(resourceOwnerOf(offered)),
  };
  const page = follow(sources.offering('lamp', viewer));
  const resourcePage = follow(sources.resource(refOf(resource), viewer));
  const become = (...kinds: string[]) =>
    eventually(
      kinds.join(),
      () =>
        [page, resourcePage].map(({ event }) => event?.kind).join() ===
        kinds.join(),
    );
  await become('refused', 'refused');
  play('ADDED', entityCustomization({ owner: 'team-a' }));
  await become('promise', 'resource');
  play('MODIFIED', entityCustomization({ owner: 'team-b' }));
  await become('refused', 'refused');
  expect(page.event).toMatchObject({ message: 'not for you' });
});
