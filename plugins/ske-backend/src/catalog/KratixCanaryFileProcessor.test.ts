import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogProcessingExtensionPoint,
  locationSpecToLocationEntity,
  type EntityProvider,
  type EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { eventually } from '@internal/testbed';
import { at } from '@syntasso/plugin-ske-common';
import { ask, startBackend } from '../__testUtils__/backend';
import { KratixCanaryFileProcessor } from './KratixCanaryFileProcessor';

describe('which files are canaries of Kratix', () => {
  it.each([
    [true, 'https://s3.test/b/main/dependencies/kratix-canary-namespace.yaml'],
    [true, 'https://s3.test/b/resources/kratix-canary-configmap.yaml'],
    [true, 'https://gitlab.test/a/b/-/raw/main/kratix-canary-namespace.yaml?x'],
    [
      true,
      'https://dev.azure.com/o/p/_git/r?path=/kratix-canary-namespace.yaml',
    ],
    [
      true,
      'https://dev.azure.com/o/p/_git/r?path=%2Fa%2Fkratix-canary-configmap.yaml&version=GBmain',
    ],
    [false, 'https://s3.test/b/dependencies/redis/catalog-info.yaml'],
    [false, 'https://s3.test/b/my-kratix-canary-namespace.yaml'],
    [false, 'https://s3.test/b/kratix-canary-namespace.yaml/catalog-info.yaml'],
    [false, 'https://s3.test/b/kratix-canary/catalog-info.yaml'],
  ])('%s: %s', async (isCanary, target) => {
    const processor = new KratixCanaryFileProcessor();
    expect(await processor.readLocation({ type: 'url', target })).toBe(
      isCanary,
    );
  });
});

const CATALOG_INFO = '/catalog/backstage/dependencies/redis/catalog-info.yaml';

/** What a bucket has in which Kratix has tried whether it may write. */
const files: Record<string, string> = {
  [CATALOG_INFO]: `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: redis-of-a-bucket }
spec: { type: Promise, lifecycle: production, owner: platform }
`,
  '/catalog/backstage/dependencies/kratix-canary-namespace.yaml': `apiVersion: v1
kind: Namespace
metadata: { name: kratix-worker-system }
`,
  '/catalog/backstage/resources/kratix-canary-configmap.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: kratix-info, namespace: kratix-worker-system }
data: { canary: written }
`,
};

/** Emits a location for each file, as Backstage's provider for S3 does. */
class FileProvider implements EntityProvider {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  getProviderName() {
    return 'files';
  }

  async connect(connection: EntityProviderConnection) {
    await connection.applyMutation({
      type: 'full',
      entities: Object.keys(files).map(path => ({
        locationKey: this.getProviderName(),
        entity: locationSpecToLocationEntity({
          location: {
            type: 'url',
            target: `${this.#base}${path}`,
            presence: 'required',
          },
        }),
      })),
    });
  }
}

describe('a catalog that is given the location of each file', () => {
  let server: Server;
  let host: string;
  const asked: (string | undefined)[] = [];

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      asked.push(url);
      response.end(files[url ?? '']);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('has the entities, and no error about the canary files, which it does not read', async () => {
    const provider = new FileProvider(`http://${host}`);
    const backend = await startBackend({
      config: {
        ske: { kubernetes: { kubeconfig: '/nowhere/kubeconfig' } },
        backend: { reading: { allow: [{ host }] } },
      },
      features: [
        createBackendModule({
          ...{ pluginId: 'catalog', moduleId: 'files' },
          register: env =>
            env.registerInit({
              deps: { catalog: catalogProcessingExtensionPoint },
              init: async ({ catalog }) => catalog.addEntityProvider(provider),
            }),
        }),
      ],
    });
    try {
      // The catalog shows only what it has processed without an error.
      const entities = await eventually('all of the bucket', async () => {
        const { answer } = await ask(
          `${backend.api}/catalog/entities/by-query?filter=kind=component&filter=kind=location`,
          { authorization: mockCredentials.user.header() },
        );
        const { items } = answer as { items: Entity[] };
        const locations = items.filter(({ kind }) => kind === 'Location');
        return (
          locations.length === Object.keys(files).length &&
          items.length > locations.length &&
          items
        );
      });
      expect(entities.filter(({ kind }) => kind !== 'Location')).toMatchObject([
        { metadata: { name: 'redis-of-a-bucket' } },
      ]);
      expect(entities.filter(entity => at(entity, 'status'))).toEqual([]);
      expect([...new Set(asked)]).toEqual([CATALOG_INFO]);
    } finally {
      await backend.stop();
    }
  }, 90_000);
});
