import type { ControllerImage } from '../image/buildImage';
import type { Blobs, Descriptor } from '../image/layout';
import type { SourceRevision } from '../image/sourceRevision';
import { writeTar, type ArchiveEntry } from '../image/tar';
import { packChart } from './chartArchive';
import { releaseTree } from './releaseTree';
import { renderManifest } from './renderManifest';

/** Builds the files of a release, by their paths. */
export async function buildRelease(options: {
  version: string;
  registry: string;
  /** Name of the image in the registry. */
  image: ControllerImage;
  imageName: string;
  pullSecret?: string;
  source: SourceRevision;
  /** Path of Helm. */
  helm: string;
  /** Folder of the chart. */
  chart: string;
  /** Writes the packed chart to a file, for Helm to read. */
  saveChart: (content: Uint8Array) => string;
}): Promise<Map<string, Uint8Array>> {
  const { version, registry, imageName, pullSecret, source, image } = options;
  const chart = await packChart(options.chart, {
    ...{ version, registry, image: imageName, pullSecret },
  });
  const manifest = await renderManifest({
    helm: options.helm,
    chart: options.saveChart(chart),
    image: `${registry}/${imageName}`,
  });
  return releaseTree({
    version,
    ...source,
    image: {
      reference: `${registry}/${imageName}:${version}`,
      digest: image.manifest.digest,
      size: image.compressedSize,
      archive: await archiveOf(image.blobs, image.manifest, version),
      sbomArchive: await archiveOf(
        image.sbom.blobs,
        image.sbom.manifest,
        `${version}-sbom`,
      ),
    },
    manifest,
    chart,
    sbom: image.sbomDocument,
  });
}

/** A layout in one file, which skopeo and podman read. */
function archiveOf(blobs: Blobs, manifest: Descriptor, tag: string) {
  const named = {
    ...manifest,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  };
  return writeTar(
    [...blobs.filesOfLayout([named])].map(
      ([path, content]): ArchiveEntry => ({ path, type: 'file', content }),
    ),
  );
}
