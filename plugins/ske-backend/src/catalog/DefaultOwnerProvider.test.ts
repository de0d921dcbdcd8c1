import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  type EntityProvider,
  type EntityProviderConnection,
  type EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventually } from '@internal/testbed';
import { ask, startBackend } from '../__testUtils__/backend';
import { withLocation } from '../entities/entity';
import { DefaultOwnerProvider, SKIPPED_UPDATES } from './DefaultOwnerProvider';

const REF = 'group:default/kratix-platform';

const groupAt = (location: string, title?: string): Entity =>
  withLocation(
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'kratix-platform', title },
      spec: { type: 'team', children: [] },
    },
    location,
  );
const own = groupAt('ske:default-owner');
const foreign = groupAt('url:https://example.org/org.yaml', 'Our own team');
const owned: Entity = withLocation(
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'redis-promise' },
    spec: {
      ...{ type: 'service', lifecycle: 'production' },
      owner: 'kratix-platform',
    },
  },
  'test:owned',
);

/** What a catalog shows: the Group, and whether something belongs to it. */
interface CatalogState {
  group?: Entity;
  owned?: boolean;
}

describe('what is published', () => {
  const logger = mockServices.logger.mock();
  beforeEach(() => logger.info.mockClear());

  /** Looks at one catalog after the other; answers what is published each time. */
  async function publishedOver(catalogs: CatalogState[], enabled = true) {
    const mutations: EntityProviderMutation[] = [];
    const catalog = catalogServiceMock.mock();
    const provider = new DefaultOwnerProvider({
      ...{ enabled, catalog },
      auth: mockServices.auth(),
      logger,
    });
    await provider.connect({
      applyMutation: async mutation => void mutations.push(mutation),
      refresh: async () => {},
    });
    for (const state of catalogs) {
      catalog.getEntityByRef.mockResolvedValue(state.group);
      catalog.getEntities.mockResolvedValue({
        items: state.owned ? [owned] : [],
      });
      const asked = catalog.getEntityByRef.mock.calls.length;
      for (
        let updates = 0;
        updates <= SKIPPED_UPDATES &&
        catalog.getEntityByRef.mock.calls.length === asked;
        updates += 1
      ) {
        await provider.update();
      }
    }
    expect(catalog.getEntityByRef.mock.calls.map(([ref]) => ref)).toEqual(
      enabled ? catalogs.map(() => REF) : [],
    );
    return mutations.map(mutation =>
      mutation.type === 'full' ? mutation.entities : mutation,
    );
  }

  const group = {
    entity: expect.objectContaining({
      kind: 'Group',
      metadata: expect.objectContaining({ name: 'kratix-platform' }),
    }),
  };

  it.each<[string, CatalogState[], unknown[]]>([
    ['nothing where nothing belongs to it', [{}], []],
    ['the Group where something does, once', [{ owned: true }], [[group]]],
    [
      'it once, also while the catalog does not show it',
      [{ owned: true }, { owned: true }, { owned: true, group: own }],
      [[group]],
    ],
    [
      'it again when it has gone',
      [{ owned: true }, { owned: true, group: own }, { owned: true }],
      [[group], [group]],
    ],
    ['nothing beside another', [{ owned: true, group: foreign }], []],
    [
      'nothing any more when there is another, and it again after that',
      [{ owned: true }, { owned: true, group: foreign }, { owned: true }],
      [[group], [], [group]],
    ],
    [
      'nothing any more when nothing belongs to it, after a restart too',
      [{ group: own }],
      [[]],
    ],
  ])('%s', async (_, catalogs, expected) => {
    // No location key: whoever else publishes the Group gets it.
    expect(await publishedOver(catalogs)).toEqual(expected);
  });

  it('the Group after a restart, too, without saying that there is none', async () => {
    await publishedOver([{ owned: true }]);
    expect(logger.info).toHaveBeenCalledTimes(1);
    logger.info.mockClear();
    const published = await publishedOver([{ owned: true, group: own }]);
    expect(published).toEqual([[group]]);
    expect(logger.info).not.toHaveBeenCalled();
  });

  it('nothing where it is turned off, and takes back what was', async () => {
    const published = await publishedOver([{ owned: true, group: own }], false);
    expect(published).toEqual([[]]);
  });
});

it.each<[string, CatalogState, number]>([
  ['each time while nothing belongs to it', {}, 12],
  ['each time while its Group is not shown', { owned: true }, 12],
  ['now and then while it is shown', { owned: true, group: own }, 2],
  ['now and then while another is shown', { owned: true, group: foreign }, 2],
])('asks the catalog %s', async (_, state, times) => {
  const catalog = catalogServiceMock.mock();
  catalog.getEntityByRef.mockResolvedValue(state.group);
  catalog.getEntities.mockResolvedValue({ items: state.owned ? [owned] : [] });
  const provider = new DefaultOwnerProvider({
    ...{ enabled: true, catalog },
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
  });
  await provider.connect({
    applyMutation: async () => {},
    refresh: async () => {},
  });
  for (let update = 0; update < 2 * (SKIPPED_UPDATES + 1); update += 1) {
    await provider.update();
  }
  expect(catalog.getEntityByRef).toHaveBeenCalledTimes(times);
});

/** A source of the user's, which publishes what a test tells it to. */
class OtherSource implements EntityProvider {
  #connection: EntityProviderConnection | undefined;
  readonly #first: Entity[];

  constructor(...first: Entity[]) {
    this.#first = first;
  }

  getProviderName() {
    return 'other-source';
  }

  async connect(connection: EntityProviderConnection) {
    this.#connection = connection;
    await this.publish(...this.#first);
  }

  async publish(...entities: Entity[]) {
    await this.#connection!.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity, locationKey: 'other' })),
    });
  }
}

it('gives way to a Group of the user, and comes back, without a conflict', async () => {
  const source = new OtherSource(owned);
  const scheduler = mockServices.scheduler();
  const conflicts: string[] = [];
  const note = (message: string) => {
    if (/conflict|kratix-platform' from source/i.test(message))
      conflicts.push(message);
  };
  const logger: LoggerService = {
    ...{ error: note, warn: note, info: () => {}, debug: () => {} },
    child: () => logger,
  };
  const backend = await startBackend({
    config: { ske: { kubernetes: { kubeconfig: '/nowhere/kubeconfig' } } },
    features: [
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      createBackendModule({
        ...{ pluginId: 'catalog', moduleId: 'other-source' },
        register: env =>
          env.registerInit({
            deps: { catalog: catalogProcessingExtensionPoint },
            init: async ({ catalog }) => catalog.addEntityProvider(source),
          }),
      }),
    ],
  });
  const look = () => scheduler.triggerTask('ske-default-owner');
  const shows = (title: string) =>
    eventually(`the Group "${title}"`, async () => {
      await look();
      const { text } = await ask(
        `${backend.api}/catalog/entities/by-name/group/default/kratix-platform`,
        { authorization: mockCredentials.user.header() },
      );
      return text.includes(`"title":"${title}"`);
    });
  try {
    await shows('Kratix platform team');
    await source.publish(owned, foreign);
    await shows('Our own team');
    for (let skipped = 0; skipped <= SKIPPED_UPDATES; skipped += 1) {
      await look();
    }
    await source.publish(owned);
    await shows('Kratix platform team');
    expect(conflicts).toEqual([]);
  } finally {
    await backend.stop();
  }
}, 90_000);
