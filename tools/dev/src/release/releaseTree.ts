import { createHash } from 'node:crypto';
import { chartVersion } from './chartArchive';

/** The names that guides and earlier releases have for the controller, and their manifests. */
export const RELEASES = {
  'backstage-controller': 'backstage-controller.yaml',
  'ske-backstage-controller': 'ske-backstage-controller-distribution.yaml',
  'ske-portal-controller': 'ske-portal-controller-distribution.yaml',
} as const;
export type ReleaseName = keyof typeof RELEASES;
export const releaseNames = Object.keys(RELEASES) as ReleaseName[];

/** The release that has the image; those of the other names say where it is. */
const WITH_IMAGE: ReleaseName = 'backstage-controller';

export const METADATA = 'release-metadata.json';
export const CHECKSUMS = 'SHA256SUMS';

/** What a release is made of. */
export interface ReleaseParts {
  /** `v1.2.3` */
  version: string;
  revision: string;
  /** In ISO 8601. */
  created: string;
  image: {
    /** Host, name and tag. */
    reference: string;
    digest: string;
    /** In bytes, compressed. */
    size: number;
    /** OCI layout in a tar archive. */
    archive: Uint8Array;
    /** The same of the artifact that refers to it. */
    sbomArchive: Uint8Array;
  };
  manifest: string;
  chart: Uint8Array;
  sbom: object;
}

/**
 * The files of a release by their paths, such as
 * `ske-backstage-controller/v1.2.3/release-metadata.json`.
 */
export function releaseTree(parts: ReleaseParts): Map<string, Uint8Array> {
  const tree = new Map<string, Uint8Array>();
  for (const name of releaseNames) {
    const folder = `${name}/${parts.version}`;
    const files = filesOf(name, parts);
    files.set(CHECKSUMS, Buffer.from(checksumsOf(files)));
    files.forEach((content, path) => tree.set(`${folder}/${path}`, content));
  }
  return tree;
}

/** Whether a path is that of a file of a release: others in a folder are not ours. */
export const isOfRelease = (path: string, version?: string): boolean => {
  const [name, found, ...rest] = path.split('/');
  return (
    Object.hasOwn(RELEASES, name) &&
    rest.length > 0 &&
    (version === undefined || found === version)
  );
};

/** As `sha256sum` writes and reads them. */
export const checksumsOf = (files: ReadonlyMap<string, Uint8Array>) =>
  [...files.keys()]
    .sort()
    .map(path => `${sha256(files.get(path)!)}  ${path}\n`)
    .join('');

export const sha256 = (content: Uint8Array) =>
  createHash('sha256').update(content).digest('hex');

/** Path of the image's archive, from the root of the tree. */
export const imageArchive = (version: string) =>
  `${WITH_IMAGE}/${version}/${WITH_IMAGE}-image-${version}.oci.tar`;

function filesOf(name: ReleaseName, parts: ReleaseParts) {
  const { version, image } = parts;
  const chart = `backstage-controller-${chartVersion(version)}.tgz`;
  const files = new Map<string, Uint8Array>([
    [RELEASES[name], Buffer.from(parts.manifest)],
    [chart, parts.chart],
    ['sbom.cdx.json', json(parts.sbom)],
  ]);
  const sbomArchive = `${WITH_IMAGE}-sbom-${version}.oci.tar`;
  if (name === WITH_IMAGE) {
    files.set(imageArchive(version).split('/')[2], image.archive);
    files.set(sbomArchive, image.sbomArchive);
  }
  const metadata = {
    name,
    version,
    revision: parts.revision,
    created: parts.created,
    manifest: RELEASES[name],
    chart,
    sbom: 'sbom.cdx.json',
    image: {
      reference: image.reference,
      digest: image.digest,
      platform: 'linux/amd64',
      compressedSize: image.size,
      // From the root of the tree.
      archive: imageArchive(version),
      sbomArchive: `${WITH_IMAGE}/${version}/${sbomArchive}`,
    },
  };
  files.set(METADATA, json(metadata));
  return files;
}

const json = (value: object) =>
  Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
