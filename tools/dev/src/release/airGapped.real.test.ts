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
  lintChart,
  placeOfKind,
  testHelm,
  testImageTools,
  testKubeconfig,
} from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { ifNotFound, KubernetesClient } from '@syntasso/plugin-ske-node';
import { z } from 'zod';
import { runEntry } from '../__testUtils__/runEntry';
import { TimedSteps } from '../__testUtils__/TimedSteps';
import { startSandbox } from '../image/__testUtils__/sandbox';
import { descriptorSchema } from '../image/layout';
import { NONROOT } from '../image/rootFileSystem';
import { applyManifest } from './__testUtils__/applyManifest';
import {
  crane,
  pushArchive,
  readImageConfig,
  unpackImage,
} from './__testUtils__/images';
import { podOf, startPod } from './__testUtils__/pod';
import { RedisPromise } from './__testUtils__/redisPromise';
import { newBucket, newRepository } from './__testUtils__/releaseStorage';
import { filesBelow } from './chartArchive';
import {
  CHECKSUMS,
  isOfRelease,
  METADATA,
  RELEASES,
  sha256,
} from './releaseTree';
import { imagesIn, renderManifest } from './renderManifest';

// The whole way of docs/install/air-gapped.md, from a commit to entities: a release is
// written, its image goes into one registry and from there into that of the platform, its
// files go through a bucket and through a Git repository, their manifest is applied, and
// the image that the Deployment names is pulled and started as the Deployment says.

jest.setTimeout(600_000);
const run = promisify(execFile);
const VERSION = 'v1.2.3';
const NAMESPACE = 'kratix-platform-system';
const NAME = 'backstage-controller';
const MOST_COMPRESSED_BYTES = 90_000_000;
const RUN = `t${randomUUID().slice(0, 8)}`;
const IMAGE = `${RUN}/${NAME}`;
/** A release of somebody else. */
const THEIRS = `ske/${VERSION}/ske-distribution.yaml`;

const metadataSchema = z.object({
  image: z.object({
    reference: z.string(),
    digest: z.string(),
    archive: z.string(),
    sbomArchive: z.string(),
  }),
});

const kubeConfig = new KubeConfig();
kubeConfig.loadFromFile(testKubeconfig());
const client = new KubernetesClient(kubeConfig);

const steps = new TimedSteps();
const endings: (() => Promise<unknown>)[] = [];
let folder: string;
/** What `npm run release:controller` writes. */
let tree: string;
let image: z.infer<typeof metadataSchema>['image'];
/** What `npm run release:publish` says: the first time, and the second time. */
const said: Record<StorageKind, string[]> = { bucket: [], repository: [] };
/** What came back from both. */
const fetched: Record<StorageKind, string> = { bucket: '', repository: '' };
let deployment: Manifest;
let rootFileSystem: string;

type StorageKind = 'bucket' | 'repository';

const writeRelease = () =>
  runEntry('release.ts', [
    ...['--version', VERSION, '--out', tree, '--pull-secret', ''],
    ...['--registry', testImageTools().mirror, '--image', IMAGE],
  ]);

/** In the registry that is not the platform's. */
const pushed = () => `${testImageTools().registry}/${IMAGE}:${VERSION}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ske-air-gapped-'));
  tree = join(folder, 'releases');
  rootFileSystem = join(folder, 'root');
  mkdirSync(join(tree, THEIRS, '..'), { recursive: true });
  writeFileSync(join(tree, THEIRS), 'theirs');

  await steps.take('write the release', writeRelease);
  ({ image } = metadataSchema.parse(
    JSON.parse(readFileSync(join(tree, NAME, VERSION, METADATA), 'utf8')),
  ));
  await steps.take('push image and SBOM', async () => {
    await pushArchive(join(tree, image.archive), pushed());
    await pushArchive(join(tree, image.sbomArchive), `${pushed()}-sbom`);
  });
  await steps.take('copy both to the other registry', async () => {
    await crane('copy', pushed(), image.reference);
    await crane('copy', `${pushed()}-sbom`, `${image.reference}-sbom`);
  });
  const storages = {
    bucket: await newBucket(),
    repository: await newRepository(),
  };
  for (const name of ['bucket', 'repository'] as const) {
    const storage = storages[name];
    said[name].push(
      await steps.take(`publish to the ${name}`, () => storage.publish(tree)),
    );
    said[name].push(await storage.publish(tree));
    fetched[name] = await steps.take(`fetch from the ${name}`, () =>
      storage.fetch(join(folder, name)),
    );
  }
  await steps.take('apply the manifest', async () => {
    endings.push(await applyManifest(client, textOf(NAME)));
  });
  deployment = await client.get(placeOfKind('Deployment'), {
    namespace: NAMESPACE,
    name: NAME,
  });
  await steps.take('pull and unpack the image', () =>
    unpackImage(podOf(deployment).containers[0].image, rootFileSystem),
  );
});
afterAll(async () => {
  process.stdout.write(steps.report());
  for (const end of endings.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** Folder of a release in the bucket. */
const folderOf = (name: keyof typeof RELEASES) =>
  join(fetched.bucket, name, VERSION);
/** The manifest of a release in the bucket. */
const textOf = (name: keyof typeof RELEASES) =>
  readFileSync(join(folderOf(name), RELEASES[name]), 'utf8');

const releaseNames = Object.keys(RELEASES) as (keyof typeof RELEASES)[];

describe('release storage', () => {
  /** SHA-256 of files by their paths. */
  const digestsBelow = (place: string) =>
    Object.fromEntries(
      filesBelow(place).map(path => [
        path,
        sha256(readFileSync(join(place, path))),
      ]),
    );
  const digestsOfRelease = (isWanted: (path: string) => boolean) =>
    Object.fromEntries(
      Object.entries(digestsBelow(tree)).filter(
        ([path]) => isOfRelease(path) && isWanted(path),
      ),
    );
  const checkSums = async (place: string, ...options: string[]) =>
    (
      await run('sha256sum', ['--check', ...options, CHECKSUMS], {
        cwd: place,
      })
    ).stdout;

  it.each<[StorageKind, number]>([
    ['bucket', 17],
    ['repository', 15],
  ])('a %s gets %d files, once', (storage, count) => {
    expect(said[storage]).toEqual([
      expect.stringContaining(`${count} files written, 0 were there`),
      expect.stringContaining(`0 files written, ${count} were there`),
    ]);
  });

  it('gives back the same bytes', () => {
    expect(digestsBelow(fetched.bucket)).toEqual(digestsOfRelease(() => true));
    expect(digestsBelow(fetched.repository)).toEqual(
      digestsOfRelease(path => !path.endsWith('.oci.tar')),
    );
  });

  it.each(releaseNames)('has %s with checksums that hold', async name => {
    const inBucket = await checkSums(folderOf(name));
    expect(inBucket).toContain(`${METADATA}: OK`);
    const inRepository = await checkSums(
      join(fetched.repository, name, VERSION),
      '--ignore-missing',
    );
    expect(inRepository).toContain(`${METADATA}: OK`);
  });

  it.each(releaseNames)('has %s with images of one registry only', name => {
    expect(imagesIn(textOf(name))).toEqual([image.reference]);
    // Also in texts, such as the configuration, which names the image of Jobs.
    expect(textOf(name)).not.toContain('ghcr.io');
  });

  it('has a chart that installs the same', async () => {
    const chart = join(folderOf(NAME), 'backstage-controller-1.2.3.tgz');
    expect(await lintChart({ chart, namespace: NAMESPACE })).toContain(
      '0 chart(s) failed',
    );
    const rendered = await renderManifest({
      helm: testHelm(),
      chart,
      image: `${testImageTools().mirror}/${IMAGE}`,
    });
    expect(rendered).toBe(textOf(NAME));
  });
});

describe('the image', () => {
  it('is whole in both registries, under the digest of the release', async () => {
    for (const reference of [pushed(), image.reference]) {
      expect(await crane('digest', reference)).toBe(image.digest);
      const verdict = await crane('validate', '--remote', reference);
      expect(verdict).toMatch(/^PASS/);
    }
  });

  it('is small, and says what it is', async () => {
    const { layers, annotations } = z
      .object({
        layers: z.array(descriptorSchema),
        annotations: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(await crane('manifest', image.reference)));
    const size = layers.reduce((sum, layer) => sum + layer.size, 0);
    expect(size).toBeLessThan(MOST_COMPRESSED_BYTES);
    const { stdout: head } = await run('git', ['rev-parse', 'HEAD']);
    expect(annotations).toMatchObject({
      'org.opencontainers.image.title': NAME,
      'org.opencontainers.image.version': VERSION,
      'org.opencontainers.image.revision': expect.stringContaining(head.trim()),
    });
  });

  it('has its list of contents beside it in both registries', async () => {
    expect(await crane('digest', `${image.reference}-sbom`)).toBe(
      await crane('digest', `${pushed()}-sbom`),
    );
    // Where registries do not know of referrers, they are listed under this tag.
    const tag = image.digest.replace(':', '-');
    for (const reference of [pushed(), image.reference]) {
      const { manifests } = z
        .object({ manifests: z.array(descriptorSchema) })
        .parse(
          JSON.parse(
            await crane(
              'manifest',
              reference.replace(`:${VERSION}`, `:${tag}`),
            ),
          ),
        );
      expect(manifests.map(({ artifactType }) => artifactType)).toEqual([
        'application/vnd.cyclonedx+json',
      ]);
    }
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
    const sandbox = startSandbox({
      ...{ bubblewrap: testImageTools().bubblewrap, rootFileSystem },
      command: ['/node/bin/node', '-e', code],
    });
    expect(await sandbox.ended).toBe(0);
    expect(JSON.parse(sandbox.output())).toEqual({
      user: NONROOT,
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
});

it('has a Deployment that pulls from the registry of the platform, without a Secret', () => {
  const { containers, imagePullSecrets, securityContext } = podOf(deployment);
  expect(containers[0].image).toBe(
    `${testImageTools().mirror}/${IMAGE}:${VERSION}`,
  );
  expect(imagePullSecrets).toBeUndefined();
  // Whom the sandbox starts it as.
  expect(securityContext.runAsUser).toBe(NONROOT);
});

it('keeps entities of a Promise while it is labelled, and ends when it is asked to', async () => {
  const pod = podOf(deployment);
  const [{ image: reference, readinessProbe }] = pod.containers;
  const port = await freePort();
  const controller = await startPod(pod, {
    ...{ client, kubeconfig: testKubeconfig(), namespace: NAMESPACE },
    ...{ image: await readImageConfig(reference), rootFileSystem },
    folder: join(folder, 'mounts'),
    // The sandbox has the network of this machine.
    env: { SKE_CONTROLLER_HTTP_PORT: String(port) },
  });
  endings.push(
    () =>
      client
        .delete(
          { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' },
          { namespace: NAMESPACE, name: NAME },
        )
        .catch(ifNotFound),
    async () => {
      await controller.signal('SIGKILL').catch(() => {});
      await controller.ended;
    },
  );
  /** Waits, and tells the log of the controller when that is in vain. */
  const wait = (what: string, look: () => Promise<boolean>) =>
    steps.take(what, () =>
      eventually(what, look, { patienceMs: 60_000 }).catch(error => {
        throw new Error(`${error.message}\n${controller.output()}`);
      }),
    );
  const probe = `http://127.0.0.1:${port}${readinessProbe.httpGet.path}`;
  await wait('a controller that is ready', () =>
    fetch(probe).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const promise = new RedisPromise(client, RUN);
  endings.push(() => promise.remove());
  await promise.create();
  await promise.label('true');
  await wait('entities of a Promise', async () =>
    (await promise.reasons()).includes('EntitySynced'),
  );
  expect(await promise.entities(NAMESPACE)).toMatchObject([
    { kind: 'Component' },
    { kind: 'Template' },
  ]);
  await promise.label(null);
  await wait(
    'no entities of it',
    async () => (await promise.entities(NAMESPACE)).length === 0,
  );
  await controller.signal('SIGTERM');
  expect(await controller.ended).toBe(0);
  expect(controller.output()).not.toContain('Warning');
});

describe('the same commit', () => {
  it('gives the same release, which is not written again, beside those of others', async () => {
    expect(await writeRelease()).toMatch(/ 0 files written, 17 were there/);
    expect(readFileSync(join(tree, THEIRS), 'utf8')).toBe('theirs');
  });

  it('gives the same image without a release', async () => {
    const out = join(folder, 'image');
    const stdout = await runEntry('image.ts', [
      ...['--out', out, '--version', VERSION],
    ]);
    expect(stdout).toContain(image.digest);
    const { manifests } = z
      .object({ manifests: z.tuple([descriptorSchema]) })
      .parse(
        JSON.parse(readFileSync(join(out, 'image', 'index.json'), 'utf8')),
      );
    expect(manifests[0].digest).toBe(image.digest);
  });
});
