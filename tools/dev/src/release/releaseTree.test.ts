import {
  isOfRelease,
  releaseTree,
  sha256,
  type ReleaseParts,
} from './releaseTree';

const parts: ReleaseParts = {
  version: 'v1.2.3',
  revision: 'abc',
  created: '2026-01-02T03:04:05Z',
  image: {
    reference: 'registry.example.org/controller:v1.2.3',
    digest: 'sha256:1',
    size: 7,
    archive: Buffer.from('image'),
    sbomArchive: Buffer.from('sbom'),
  },
  manifest: 'kind: Deployment\n',
  chart: Buffer.from('chart'),
  sbom: { bomFormat: 'CycloneDX' },
};
const tree = releaseTree(parts);
const text = (path: string) => Buffer.from(tree.get(path)!).toString();

it.each([
  'backstage-controller/v1.2.3/backstage-controller.yaml',
  'ske-backstage-controller/v1.2.3/ske-backstage-controller-distribution.yaml',
  'ske-portal-controller/v1.2.3/ske-portal-controller-distribution.yaml',
])('has the manifest where a guide expects it: %s', path => {
  expect(text(path)).toBe(parts.manifest);
});

it('has the image once, and says under each name where', () => {
  const archives = [...tree.keys()].filter(path => path.endsWith('.oci.tar'));
  expect(archives).toHaveLength(2);
  const metadata = JSON.parse(
    text('ske-portal-controller/v1.2.3/release-metadata.json'),
  );
  expect(metadata).toMatchObject({
    name: 'ske-portal-controller',
    version: 'v1.2.3',
    revision: 'abc',
    image: { reference: parts.image.reference, digest: 'sha256:1' },
  });
  expect(archives).toEqual(
    expect.arrayContaining([
      metadata.image.archive,
      metadata.image.sbomArchive,
    ]),
  );
});

it('has a checksum of each file', () => {
  const folder = 'backstage-controller/v1.2.3/';
  const files = [...tree.keys()]
    .filter(path => path.startsWith(folder) && !path.endsWith('SHA256SUMS'))
    .sort();
  expect(text(`${folder}SHA256SUMS`)).toBe(
    files
      .map(path => `${sha256(tree.get(path)!)}  ${path.slice(folder.length)}\n`)
      .join(''),
  );
});

it.each([
  ['backstage-controller/v1.2.3/a', undefined, true],
  ['backstage-controller/v1.2.3/a', 'v1.2.3', true],
  ['backstage-controller/v1.2.3/a', 'v1.2.4', false],
  ['ske/v1.2.3/ske-distribution.yaml', undefined, false],
  ['ske-portal-controller/README.md', undefined, false],
  ['constructor/v1.2.3/a', undefined, false],
])('%s of version %s is of a release: %s', (path, version, expected) => {
  expect(isOfRelease(path, version)).toBe(expected);
});
