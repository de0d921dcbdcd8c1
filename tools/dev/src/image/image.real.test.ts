import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  eventually,
  freePort,
  testImageTools,
  testKubeconfig,
} from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { conditionsOf } from '@syntasso/plugin-ske-common';
import {
  ifNotFound,
  KubernetesClient,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { runEntry } from '../__testUtils__/runEntry';
import { startSandbox, type Sandbox } from './__testUtils__/sandbox';
import { descriptorSchema } from './layout';

// From the commit to a controller that works: built, pushed to a registry, mirrored to
// another one, pulled, unpacked, and started as somebody without rights on a root file
// system that nobody can write to.

jest.setTimeout(600_000);
const run = promisify(execFile);
const MOST_COMPRESSED_BYTES = 90_000_000;
const RUN = `t${randomUUID().slice(0, 8)}`;

let folder: string;
let digest: string;
let rootFileSystem: string;
const endings: (() => Promise<unknown>)[] = [];

const crane = async (...args: string[]) =>
  (await run(testImageTools().crane, args)).stdout.trim();
const pushed = () => `${testImageTools().registry}/${RUN}/controller:v1`;
const mirrored = () => `${testImageTools().mirror}/${RUN}/mirrored:v1`;

const build = async (out: string) => {
  await runEntry('image.ts', ['--out', join(folder, out)]);
  const { manifests } = z
    .object({ manifests: z.tuple([descriptorSchema]) })
    .parse(
      JSON.parse(
        readFileSync(join(folder, out, 'image', 'index.json'), 'utf8'),
      ),
    );
  return manifests[0].digest;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ske-image-'));
  rootFileSystem = join(folder, 'root');
  digest = await build('one');
  await crane('push', join(folder, 'one', 'image'), pushed());
  await crane('copy', pushed(), mirrored());
  mkdirSync(rootFileSystem);
  const archive = join(folder, 'root.tar');
  await crane('export', mirrored(), archive);
  await run('tar', ['-xf', archive, '-C', rootFileSystem]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function start(
  command: string[],
  more: Pick<Parameters<typeof startSandbox>[0], 'env' | 'mounts'> = {},
): Sandbox {
  const { bubblewrap } = testImageTools();
  const sandbox = startSandbox({
    ...{ bubblewrap, rootFileSystem, command, ...more },
  });
  endings.push(async () => {
    await sandbox.signal('SIGKILL').catch(() => {});
    await sandbox.ended;
  });
  return sandbox;
}

it('has the same digest when it is built again', async () => {
  expect(await build('two')).toBe(digest);
});

it('is whole in both registries, under the same digest', async () => {
  for (const reference of [pushed(), mirrored()]) {
    expect(await crane('digest', reference)).toBe(digest);
    expect(await crane('validate', '--remote', reference)).not.toContain(
      'FAIL',
    );
  }
});

it('is small, and says what it is', async () => {
  const { layers, annotations } = z
    .object({
      layers: z.array(descriptorSchema),
      annotations: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(await crane('manifest', mirrored())));
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  expect(size).toBeLessThan(MOST_COMPRESSED_BYTES);
  const { stdout: head } = await run('git', ['rev-parse', 'HEAD']);
  expect(annotations).toMatchObject({
    'org.opencontainers.image.title': 'backstage-controller',
    'org.opencontainers.image.revision': expect.stringContaining(head.trim()),
  });
});

it('has its list of contents beside it in the registry', async () => {
  const { registry } = testImageTools();
  const repository = `${registry}/${RUN}/controller`;
  await crane('push', join(folder, 'one', 'sbom'), `${repository}:v1-sbom`);
  // Where registries do not know of referrers, they are listed under this tag.
  const { manifests } = z
    .object({ manifests: z.array(descriptorSchema) })
    .parse(
      JSON.parse(
        await crane('manifest', `${repository}:${digest.replace(':', '-')}`),
      ),
    );
  expect(manifests.map(({ artifactType }) => artifactType)).toEqual([
    'application/vnd.cyclonedx+json',
  ]);
  const sbom = JSON.parse(
    readFileSync(join(rootFileSystem, 'app', 'sbom.cdx.json'), 'utf8'),
  );
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
});

it('has no shell, and nothing that a user without rights could write to', async () => {
  const code = `
    const { writeFileSync, existsSync } = require('node:fs');
    const refused = path => {
      try { writeFileSync(path, ''); return 'written'; } catch (error) { return error.code; }
    };
    console.log(JSON.stringify({
      user: process.getuid(),
      writes: ['/x', '/app/main.cjs', '/home/nonroot/x'].map(refused),
      temporary: refused('/tmp/x'),
      shells: ['/bin/sh', '/usr/bin/sh', '/bin/bash'].filter(existsSync),
    }));`;
  const sandbox = start(['/node/bin/node', '-e', code]);
  expect(await sandbox.ended).toBe(0);
  expect(JSON.parse(sandbox.output())).toEqual({
    user: 65532,
    writes: [
      expect.stringMatching(/^E(ROFS|ACCES)$/),
      expect.stringMatching(/^E(ROFS|ACCES)$/),
      expect.stringMatching(/^E(ROFS|ACCES)$/),
    ],
    temporary: 'written',
    shells: [],
  });
  const mode = statSync(join(rootFileSystem, 'node/bin/node')).mode % 0o1000;
  expect(mode).toBe(0o755);
});

it('reconciles a Promise on the API server, and ends when it is asked to', async () => {
  const client = await preparePlatform();
  const mounted = join(folder, 'config');
  mkdirSync(mounted);
  const port = await freePort();
  writeFileSync(
    join(mounted, 'config.yaml'),
    JSON.stringify({
      namespace: RUN,
      http: { port },
      backstage: { destination: { labels: { environment: RUN } } },
    }),
  );
  writeFileSync(join(mounted, 'kubeconfig'), readFileSync(testKubeconfig()));
  const { config } = z
    .object({ config: z.object({ Entrypoint: z.array(z.string()) }) })
    .parse(JSON.parse(await crane('config', mirrored())));
  const sandbox = start(config.Entrypoint, {
    env: { KUBECONFIG: '/etc/backstage-controller/kubeconfig' },
    mounts: { '/etc/backstage-controller': mounted },
  });
  await eventually(
    'a Promise whose entities are written',
    async () =>
      conditionsOf(
        await client.get(resourceTypes.promises, { name: `redis-${RUN}` }),
      ).some(({ reason }) => reason === 'EntitySynced'),
    { patienceMs: 60_000 },
  ).catch(error => {
    throw new Error(`${error.message}\n${sandbox.output()}`);
  });
  const works = await client.list(resourceTypes.works, { namespace: RUN });
  expect(works.items).toHaveLength(1);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  await sandbox.signal('SIGTERM');
  expect(await sandbox.ended).toBe(0);
  expect(sandbox.output()).not.toContain('Warning');
});

/** Prepares a namespace, a Destination and a Promise for the controller. */
async function preparePlatform(): Promise<KubernetesClient> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  const client = new KubernetesClient(kubeConfig);
  const { namespaces, bucketStateStores, destinations, promises } =
    resourceTypes;
  const apiVersion = 'platform.kratix.io/v1alpha1';
  await client.create(namespaces, {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: RUN },
  });
  await client.create(bucketStateStores, {
    ...{ apiVersion, kind: 'BucketStateStore' },
    metadata: { name: RUN },
    spec: {
      bucketName: 'b',
      endpoint: 's3.example.test',
      secretRef: { name: 'none' },
    },
  });
  await client.create(destinations, {
    ...{ apiVersion, kind: 'Destination' },
    metadata: { name: RUN, labels: { environment: RUN } },
    spec: {
      path: RUN,
      strictMatchLabels: true,
      stateStoreRef: { kind: 'BucketStateStore', name: RUN },
    },
  });
  const name = `redis-${RUN}`;
  endings.push(() => client.delete(promises, { name }).catch(ifNotFound));
  await client.create(promises, {
    ...{ apiVersion, kind: 'Promise' },
    metadata: { name, labels: { 'kratix.io/backstage': 'true' } },
    spec: { api: apiOf(`${RUN}.example.org`) },
  });
  return client;
}

const apiOf = (group: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `redises.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind: 'Redis', plural: 'redises', singular: 'redis' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object' } },
          },
        },
      },
    ],
  },
});
