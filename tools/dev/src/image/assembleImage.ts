import { digestOf, Blobs, MEDIA_TYPES, type Descriptor } from './layout';
import { NODE_OPTIONS } from './nodeOptions';
import { NONROOT } from './rootFileSystem';
import { SBOM_TYPE } from './sbom';
import { writeTar, type ArchiveEntry } from './tar';

/** What an image is made of. */
export interface ImageParts {
  /** Node, libraries, users: changes seldom, so that mirrors have it already. */
  base: ArchiveEntry[];
  /** The program, and what belongs to it. */
  app: ArchiveEntry[];
  /** In ISO 8601. */
  created: string;
  /** `org.opencontainers.image.*` */
  annotations: Record<string, string>;
  sbom: object;
  compress: (tar: Buffer) => Promise<Buffer>;
}

/** An image, and the list of its contents, which refers to it. */
export interface AssembledImage {
  blobs: Blobs;
  manifest: Descriptor;
  sbom: { blobs: Blobs; manifest: Descriptor };
  /** In bytes, of all layers. */
  compressedSize: number;
  size: number;
}

/** Makes the blobs of an image for Linux on amd64. */
export async function assembleImage(
  parts: ImageParts,
): Promise<AssembledImage> {
  const { created, annotations } = parts;
  const blobs = new Blobs();
  const layers: Descriptor[] = [];
  const diffIds: string[] = [];
  let size = 0;
  for (const entries of [parts.base, parts.app]) {
    const tar = await writeTar(entries);
    size += tar.length;
    diffIds.push(digestOf(tar));
    layers.push(blobs.add(MEDIA_TYPES.layer, await parts.compress(tar)));
  }
  const config = blobs.addJson(MEDIA_TYPES.config, {
    created,
    architecture: 'amd64',
    os: 'linux',
    config: {
      User: `${NONROOT}:${NONROOT}`,
      WorkingDir: '/app',
      Env: ['PATH=/node/bin', 'NODE_ENV=production'],
      // Packages of others use Node's own punycode: nobody who runs the image can mend that.
      Entrypoint: [...['/node/bin/node', ...NODE_OPTIONS, '/app/main.cjs']],
      ExposedPorts: { '8080/tcp': {} },
      Labels: annotations,
    },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: [
      { created, created_by: 'Node.js and its libraries, from Debian' },
      { created, created_by: 'npm run image:controller' },
    ],
  });
  const manifest = blobs.addJson(MEDIA_TYPES.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config,
    layers,
    annotations,
  });
  return {
    blobs,
    manifest,
    sbom: attachment(parts.sbom, manifest, created),
    compressedSize: layers.reduce((sum, layer) => sum + layer.size, 0),
    size,
  };
}

/** An artifact whose subject is the image, as registries find what belongs to one. */
function attachment(sbom: object, subject: Descriptor, created: string) {
  const blobs = new Blobs();
  const manifest = blobs.addJson(MEDIA_TYPES.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    artifactType: SBOM_TYPE,
    config: blobs.add(MEDIA_TYPES.empty, Buffer.from('{}')),
    layers: [blobs.addJson(SBOM_TYPE, sbom)],
    subject,
    annotations: { 'org.opencontainers.image.created': created },
  });
  return { blobs, manifest: { ...manifest, artifactType: SBOM_TYPE } };
}
