import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  testBucketStore,
  testHelm,
  testImageTools,
  testKubeconfig,
} from '@internal/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { manifestSchema } from '@syntasso/plugin-ske-common';
import { Discovery, KubernetesClient } from '@syntasso/plugin-ske-node';
import { parseAllDocuments } from 'yaml';
import { runEntry } from '../__testUtils__/runEntry';
import { imagesIn } from './renderManifest';

// What a platform without internet gets: written, published, and taken by the API server.

jest.setTimeout(600_000);
const run = promisify(execFile);
const VERSION = 'v1.2.3';
const RELEASES = [
  ['backstage-controller', 'backstage-controller.yaml'],
  ['ske-backstage-controller', 'ske-backstage-controller-distribution.yaml'],
  ['ske-portal-controller', 'ske-portal-controller-distribution.yaml'],
];

let folder: string;
let out: string;
let image: string;
const build = (...args: string[]) =>
  runEntry('release.ts', [
    ...['--version', VERSION, '--out', out],
    ...['--registry', testImageTools().mirror, '--image', image, ...args],
  ]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ske-release-'));
  out = join(folder, 'tree');
  image = `t${randomUUID().slice(0, 8)}/controller`;
  mkdirSync(join(out, 'ske', VERSION), { recursive: true });
  writeFileSync(join(out, 'ske', VERSION, 'ske-distribution.yaml'), 'theirs');
  await build();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (...path: string[]) => readFileSync(join(out, ...path), 'utf8');

it.each(RELEASES)('%s has checksums that hold', async name => {
  const { stdout } = await run('sha256sum', ['--check', 'SHA256SUMS'], {
    cwd: join(out, name, VERSION),
  });
  expect(stdout).toContain('release-metadata.json: OK');
});

it.each(RELEASES)('%s pulls from the given registry only', (name, manifest) => {
  const images = imagesIn(textOf(name, VERSION, manifest));
  expect(images).toEqual([`${testImageTools().mirror}/${image}:${VERSION}`]);
});

it('leaves other releases alone, and writes nothing the second time', async () => {
  expect(await build()).toMatch(/ 0 files written, 17 were there/);
  expect(textOf('ske', VERSION, 'ske-distribution.yaml')).toBe('theirs');
});

it('does not change a release', async () => {
  await expect(build('--pull-secret', '')).rejects.toThrow(
    'has this release already, with other content',
  );
});

it('has a chart that Helm finds nothing wrong with', async () => {
  const chart = join(
    ...[out, 'backstage-controller', VERSION, 'backstage-controller-1.2.3.tgz'],
  );
  const { stdout } = await run(testHelm(), ['lint', '--strict', chart]);
  expect(stdout).toContain('0 chart(s) failed');
});

it('has an archive whose image goes into a registry under the digest it says', async () => {
  const { image: said } = JSON.parse(
    textOf('ske-portal-controller', VERSION, 'release-metadata.json'),
  );
  const layout = join(folder, 'layout');
  mkdirSync(layout);
  await run('tar', ['-xf', join(out, said.archive), '-C', layout]);
  const { crane } = testImageTools();
  await run(crane, ['push', layout, said.reference]);
  const { stdout } = await run(crane, ['digest', said.reference]);
  expect(stdout.trim()).toBe(said.digest);
});

it('has a manifest of which the API server takes each object', async () => {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(testKubeconfig());
  const client = new KubernetesClient(kubeConfig);
  const discovery = new Discovery(client);
  const [[name, manifest]] = RELEASES;
  const objects = parseAllDocuments(textOf(name, VERSION, manifest))
    .map(document => document.toJS())
    .filter(Boolean)
    .map(object => manifestSchema.parse(object));
  expect(objects.map(({ kind }) => kind)).toContain('Deployment');
  const taken: string[] = [];
  for (const object of objects) {
    const type = await discovery.resolve(object.apiVersion, object.kind);
    const { kind } = await client.apply(type, object, {
      fieldManager: 'release-test',
      // Other tests may have installed a CRD.
      force: true,
      dryRun: true,
    });
    taken.push(kind);
  }
  expect(taken).toEqual(objects.map(({ kind }) => kind));
});

describe('in a bucket', () => {
  it('is published once, without what is not ours', async () => {
    const { endpoint, region, ...credentials } = testBucketStore();
    const url = `http://${endpoint}`;
    const bucket = `releases-${randomUUID().slice(0, 8)}`;
    await new S3Client({
      ...{ endpoint: url, region, credentials, forcePathStyle: true },
    }).send(new CreateBucketCommand({ Bucket: bucket }));
    const publish = () =>
      runEntry(
        'publishRelease.ts',
        [
          ...['--from', out, '--bucket', `${bucket}/storage`],
          ...['--endpoint', url, '--region', region],
        ],
        {
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      );
    const first = await publish();
    expect(first).toContain('17 files written, 0 were there');
    expect(first).not.toContain(' ske/');
    expect(await publish()).toContain('0 files written, 17 were there');
  });
});

it('is published to a branch of a repository without the image', async () => {
  const url = join(folder, 'bare.git');
  await run('git', ['init', '--quiet', '--bare', url]);
  const publish = () =>
    runEntry('publishRelease.ts', ['--from', out, '--git', url]);
  expect(await publish()).toContain('15 files written, 0 were there');
  expect(await publish()).toContain('0 files written, 15 were there');
  const { stdout } = await run('git', [
    ...['--git-dir', url, 'ls-tree', '-r', '--name-only', 'main'],
  ]);
  expect(stdout).not.toMatch(/^ske\/|\.oci\.tar$/m);
  expect(existsSync(join(out, 'ske', VERSION))).toBe(true);
});
