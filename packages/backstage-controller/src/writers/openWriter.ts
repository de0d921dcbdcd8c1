import { readFileSync } from 'node:fs';
import { InputError } from '@backstage/errors';
import { asText, at } from '@syntasso/plugin-ske-common';
import { basicAuth, GitRepository } from '@syntasso/plugin-ske-node';
import type {
  BucketOutputConfig,
  GitOutputConfig,
} from '../config/outputConfig';
import type { PlatformApi } from '../platform/PlatformApi';
import { BucketWriter } from './BucketWriter';
import type { EntityWriter } from './EntityWriter';
import { GitWriter } from './GitWriter';
import { indexName } from './indexFile';
import { openS3Bucket } from './S3Bucket';
import { secretValues } from './secretValues';

/** What writers need besides the configuration. */
export interface WriterContext {
  /** Where Secrets are read. */
  platform: Pick<PlatformApi, 'find'>;
  /** Of a Secret that names none: the controller's own. */
  namespace: string;
  /** For clones; only a cache. */
  cloneFolder: string;
}

/** A writer, and how to let go of what it holds. */
export interface OpenedWriter {
  writer: EntityWriter;
  close(): Promise<void>;
}

/** A writer to a Git repository. */
export function openGitWriter(
  config: GitOutputConfig,
  context: WriterContext,
): OpenedWriter {
  const { url, branch, path, index, secretRef, author } = config;
  const account =
    secretRef &&
    secretValues(placeOf(secretRef, context), ['username', 'password']);
  const repository = new GitRepository({
    remote: {
      url: url.replace(/\/+$/, ''),
      headers: async () => {
        if (!account) return {};
        const { username, password } = await account();
        return basicAuth(username, password);
      },
      settings: {
        url: 'output.url',
        branch: 'output.branch',
        credentials:
          'Name a Secret with username and password in output.secretRef.',
        disk: 'the disk with the temporary folder of the pod',
      },
    },
    author,
    folder: context.cloneFolder,
  });
  return {
    writer: new GitWriter({
      repository,
      branch,
      path,
      index:
        index === undefined
          ? undefined
          : { file: index, name: indexName(url, branch, path) },
    }),
    close: () => repository.close(),
  };
}

/**
 * A writer to a bucket.
 *
 * @throws InputError for a file with certificate authorities that cannot be read.
 */
export function openBucketWriter(
  config: BucketOutputConfig,
  context: WriterContext,
): EntityWriter {
  const { secretRef, authMethod, caFile, path, ...place } = config;
  const keys =
    secretRef && authMethod === 'accessKey'
      ? secretValues(placeOf(secretRef, context), [
          'accessKeyID',
          'secretAccessKey',
        ])
      : undefined;
  const bucket = openS3Bucket({
    bucketName: place.bucketName,
    endpoint: place.endpoint,
    region: place.region,
    insecure: place.insecure,
    // AWS has buckets in host names; others rarely have such names.
    forcePathStyle: place.forcePathStyle ?? !isAws(place.endpoint),
    ca: caFile === undefined ? undefined : readAuthorities(caFile),
    credentials:
      keys &&
      (async () => {
        const { accessKeyID, secretAccessKey } = await keys();
        return { accessKeyId: accessKeyID, secretAccessKey };
      }),
  });
  return new BucketWriter({ bucket, path });
}

const placeOf = (
  ref: { name: string; namespace?: string },
  { platform, namespace }: WriterContext,
) => ({ platform, name: ref.name, namespace: ref.namespace ?? namespace });

const isAws = (endpoint: string) =>
  /(^|\.)amazonaws\.com(\.cn)?(:\d+)?$/.test(endpoint);

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = asText(at(error, 'code')) ?? String(error);
    throw new InputError(
      `output.caFile ${file} cannot be read (${code}). Name a file with certificates in PEM that is mounted there.`,
    );
  }
}
