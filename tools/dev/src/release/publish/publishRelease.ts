import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../chartArchive';
import { isOfRelease } from '../releaseTree';
import { storeRelease, type Stored } from '../storeRelease';
import { bucketStore } from './bucketStore';
import { GitStore } from './gitStore';
import type { PublishOptions } from './options';

/**
 * Publishes the releases of a folder.
 *
 * @throws Error when there is none, when the place cannot be used, or has another release
 * of the same version.
 */
export async function publishRelease(
  options: PublishOptions,
): Promise<Stored & { where: string }> {
  const { from, to, replace } = options;
  const files = readReleases(options);
  if (to.type === 'bucket') {
    const store = bucketStore(to);
    return {
      where: store.where,
      ...(await storeRelease(files, store, { replace })),
    };
  }
  const versions = [...files.keys()].map(path => path.split('/')[1]);
  const message = `Add backstage-controller ${[...new Set(versions)].join(
    ', ',
  )}`;
  const store = await GitStore.open({ ...to, message });
  try {
    return {
      where: store.where,
      ...(await storeRelease(files, store, { replace })),
    };
  } finally {
    store.close();
  }

  function readReleases({ version, withImage }: PublishOptions) {
    const paths = existsSync(from) ? filesBelow(from) : [];
    const wanted = paths.filter(
      path =>
        isOfRelease(path, version) && (withImage || !path.endsWith('.oci.tar')),
    );
    if (wanted.length === 0) {
      throw new Error(
        `${from} has no release${
          version ? ` ${version}` : ''
        }. Make one with: npm run release:controller -- --version vX.Y.Z --out ${from}`,
      );
    }
    return new Map<string, Uint8Array>(
      wanted.map(path => [path, readFileSync(join(from, path))]),
    );
  }
}
