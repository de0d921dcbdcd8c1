import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Media types of the OCI image specification. */
export const MEDIA_TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  empty: 'application/vnd.oci.empty.v1+json',
} as const;

/** What names a blob. */
export const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.number(),
  artifactType: z.string().optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
export type Descriptor = z.infer<typeof descriptorSchema>;

/** Blobs of an OCI image layout, by their digests. */
export class Blobs {
  readonly #blobs = new Map<string, Uint8Array>();

  /** Adds a blob, and says what names it. */
  add(mediaType: string, content: Uint8Array): Descriptor {
    const digest = digestOf(content);
    this.#blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  }

  addJson(mediaType: string, content: object): Descriptor {
    return this.add(mediaType, Buffer.from(JSON.stringify(content)));
  }

  /**
   * Writes the layout: these blobs, and an index with some of them. What was in the folder
   * is removed.
   */
  writeLayout(folder: string, manifests: Descriptor[]): void {
    rmSync(folder, { recursive: true, force: true });
    for (const [path, content] of this.filesOfLayout(manifests)) {
      const file = join(folder, path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content);
    }
  }

  /** The files of a layout by their paths. */
  filesOfLayout(manifests: Descriptor[]): Map<string, Uint8Array> {
    const index = {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.index,
      manifests,
    };
    return new Map<string, Uint8Array>([
      ['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')],
      ['index.json', Buffer.from(JSON.stringify(index))],
      ...[...this.#blobs].map(([digest, content]): [string, Uint8Array] => [
        `blobs/${digest.replace(':', '/')}`,
        content,
      ]),
    ]);
  }
}

/** `sha256:…` */
export const digestOf = (content: Uint8Array) =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;
