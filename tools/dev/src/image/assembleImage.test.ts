import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { assembleImage, type ImageParts } from './assembleImage';
import { digestOf, type Descriptor } from './layout';
import { NODE_OPTIONS } from './nodeOptions';
import { compress } from './tar';
import { root } from '../root';

const parts = (code = 'run()'): ImageParts => ({
  base: [{ path: 'etc/passwd', type: 'file', content: Buffer.from('root') }],
  app: [{ path: 'app/main.cjs', type: 'file', content: Buffer.from(code) }],
  created: '2026-01-02T03:04:05Z',
  annotations: { 'org.opencontainers.image.version': 'v1.2.3' },
  sbom: { bomFormat: 'CycloneDX' },
  compress: async tar => compress(tar),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-layout-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const blob = ({ digest }: Descriptor) =>
  readFileSync(join(folder, 'blobs', ...digest.split(':')));
const jsonIn = (descriptor: Descriptor) =>
  JSON.parse(blob(descriptor).toString());

it('gives the same digest for the same parts, and another one for others', async () => {
  const { manifest } = await assembleImage(parts());
  expect(await assembleImage(parts())).toMatchObject({ manifest });
  const other = await assembleImage(parts('runAnotherWay()'));
  expect(other.manifest.digest).not.toBe(manifest.digest);
});

it('writes a layout whose digests hold, without what was there', async () => {
  writeFileSync(join(folder, 'index.json'), 'of another image');
  const { blobs, manifest } = await assembleImage(parts());
  blobs.writeLayout(folder, [manifest]);
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  expect(index.manifests).toEqual([manifest]);
  const { layers, config } = jsonIn(manifest);
  for (const one of [manifest, config, ...layers] as Descriptor[]) {
    expect(digestOf(blob(one))).toBe(one.digest);
    expect(blob(one)).toHaveLength(one.size);
  }
  const diffIds = (layers as Descriptor[]).map(layer =>
    digestOf(gunzipSync(blob(layer))),
  );
  expect(jsonIn(config).rootfs.diff_ids).toEqual(diffIds);
});

it('runs Node as the Dockerfile does', async () => {
  const { blobs, manifest } = await assembleImage(parts());
  blobs.writeLayout(folder, [manifest]);
  const { Entrypoint } = jsonIn(jsonIn(manifest).config).config;
  expect(Entrypoint.slice(1, -1)).toEqual(NODE_OPTIONS);
  const dockerfile = readFileSync(
    join(root, 'packages/backstage-controller/Dockerfile'),
    'utf8',
  );
  const [, list] = /^ENTRYPOINT (.*)$/m.exec(dockerfile) ?? [];
  expect(JSON.parse(list).slice(1, -1)).toEqual(NODE_OPTIONS);
});

it('runs the program as somebody without rights, and says what it is', async () => {
  const { blobs, manifest } = await assembleImage(parts());
  blobs.writeLayout(folder, [manifest]);
  const { config, annotations } = jsonIn(manifest);
  expect(annotations).toEqual({ 'org.opencontainers.image.version': 'v1.2.3' });
  expect(jsonIn(config)).toMatchObject({
    os: 'linux',
    architecture: 'amd64',
    created: '2026-01-02T03:04:05Z',
    config: { User: '65532:65532', Labels: annotations },
  });
  expect(jsonIn(config).config.Entrypoint.at(-1)).toBe('/app/main.cjs');
});

it('has a list of contents that refers to the image', async () => {
  const { manifest, sbom } = await assembleImage(parts());
  sbom.blobs.writeLayout(folder, [sbom.manifest]);
  const { artifactType, subject, layers } = jsonIn(sbom.manifest);
  expect(artifactType).toBe('application/vnd.cyclonedx+json');
  expect(subject).toEqual(manifest);
  expect(jsonIn(layers[0])).toEqual({ bomFormat: 'CycloneDX' });
});
