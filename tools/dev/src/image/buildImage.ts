import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../root';
import { assembleImage, type AssembledImage } from './assembleImage';
import { readBaseLock } from './baseLock';
import { bundleProgram, CONTROLLER_ENTRY, type BundledPackage } from './bundle';
import { fetchBase } from './fetchBase';
import { digestOf } from './layout';
import { licenseTexts } from './licenses';
import { rootFileSystem } from './rootFileSystem';
import { sbomOf } from './sbom';
import type { SourceRevision } from './sourceRevision';
import { compress, type ArchiveEntry } from './tar';

const NAME = 'backstage-controller';
const SOURCE = 'https://github.com/syntasso/ske-backstage';
const CACHE = join(root, '.cache', 'image');

/** The controller's image, and what it was made of. */
export interface ControllerImage extends AssembledImage {
  sbomDocument: object;
}

/**
 * Builds the controller's image without a container engine: the same sources give the same
 * digest.
 *
 * @param options.baseFiles - folder with the files of `base.lock.json`, for a machine that
 * reaches no mirrors
 * @throws Error that says what is missing and how to get it.
 */
export async function buildImage(options: {
  version: string;
  source: SourceRevision;
  baseFiles?: string;
}): Promise<ControllerImage> {
  const { version, source, baseFiles } = options;
  const base = readBaseLock();
  const files = await fetchBase(base, { cache: CACHE, given: baseFiles });
  const { packages, files: program } = await buildProgram();
  const sbomDocument = sbomOf({
    ...{ name: NAME, version, created: source.created },
    ...{ base, packages },
  });
  const image = await assembleImage({
    base: await rootFileSystem(files),
    app: Object.entries({
      ...program,
      'sbom.cdx.json': JSON.stringify(sbomDocument),
    }).map(
      ([name, content]): ArchiveEntry => ({
        path: `app/${name}`,
        type: 'file',
        content: Buffer.from(content),
      }),
    ),
    created: source.created,
    annotations: annotationsOf(version, source),
    sbom: sbomDocument,
    compress: compressOnce,
  });
  return { ...image, sbomDocument };
}

/** The controller in one file, with the licenses of what is in it; by names of files. */
export async function buildProgram(): Promise<{
  packages: BundledPackage[];
  files: Record<string, Uint8Array | string>;
}> {
  const { code, packages } = await bundleProgram(CONTROLLER_ENTRY);
  return {
    packages,
    files: {
      'main.cjs': code,
      LICENSE: readFileSync(join(root, 'LICENSE')),
      'THIRD-PARTY-LICENSES.txt': licenseTexts(packages),
    },
  };
}

const annotationsOf = (version: string, source: SourceRevision) =>
  Object.fromEntries(
    Object.entries({
      title: NAME,
      description:
        'Keeps catalog entities of Kratix Promises and their Resources up to date',
      version,
      revision: source.revision,
      created: source.created,
      source: SOURCE,
      url: SOURCE,
      documentation: `${SOURCE}/tree/main/docs`,
      licenses: 'Apache-2.0',
      vendor: 'Syntasso',
    }).map(([name, value]) => [`org.opencontainers.image.${name}`, value]),
  );

/** Compressing Node takes half a minute: its layer is kept, by the digest of its contents. */
async function compressOnce(tar: Buffer): Promise<Buffer> {
  const kept = join(CACHE, `${digestOf(tar).replace(':', '-')}.tar.gz`);
  if (existsSync(kept)) return readFileSync(kept);
  const compressed = compress(tar);
  mkdirSync(CACHE, { recursive: true });
  // In one step: half a file would be taken for the whole.
  writeFileSync(`${kept}.${process.pid}`, compressed);
  renameSync(`${kept}.${process.pid}`, kept);
  return compressed;
}
