import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { sha256 } from '../releaseTree';
import type { ReleaseStore } from '../storeRelease';

/** Which bucket, and how it is reached. */
export interface BucketOptions {
  bucket: string;
  /** In the bucket, without slashes at its ends; '' is all of it. */
  prefix: string;
  /** Address of a store that is not AWS. */
  endpoint: string | undefined;
  region: string;
}

/** Bytes of a file that say what it is, kept beside it: its ETag depends on how it came. */
const DIGEST = 'sha256';

const CONTENT_TYPES: Record<string, string> = {
  json: 'application/json',
  yaml: 'application/yaml',
  tgz: 'application/gzip',
  tar: 'application/x-tar',
};

/**
 * A bucket of S3, or of what speaks the same. Credentials are those that the AWS command
 * line takes: `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile, or a role.
 */
export function bucketStore(options: BucketOptions): ReleaseStore {
  const { bucket, prefix, endpoint, region } = options;
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Others than AWS refuse checksums that they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const keyOf = (path: string) => (prefix ? `${prefix}/${path}` : path);
  const where = `s3://${[bucket, prefix].filter(Boolean).join('/')}`;
  return {
    where,
    async digest(path) {
      const object = { Bucket: bucket, Key: keyOf(path) };
      const found = await ask(where, () => readHead(client, object));
      if (!found) return undefined;
      const noted = found.Metadata?.[DIGEST];
      if (noted) return noted;
      // Somebody else has put it there.
      const { Body } = await ask(where, () =>
        client.send(new GetObjectCommand(object)),
      );
      return sha256((await Body?.transformToByteArray()) ?? new Uint8Array());
    },
    async put(files) {
      for (const [path, content] of files) {
        await ask(where, () =>
          client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: keyOf(path),
              Body: content,
              ContentType:
                CONTENT_TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain',
              Metadata: { [DIGEST]: sha256(content) },
            }),
          ),
        );
      }
    },
  };
}

async function readHead(
  client: S3Client,
  object: { Bucket: string; Key: string },
) {
  try {
    return await client.send(new HeadObjectCommand(object));
  } catch (error) {
    if (error instanceof S3ServiceException) {
      if (error.$metadata.httpStatusCode === 404) return undefined;
    }
    throw error;
  }
}

async function ask<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(
      `${where} cannot be used: ${name}: ${message}. Check --bucket, --endpoint, --region, and AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY; they need s3:GetObject, s3:PutObject and s3:ListBucket.`,
    );
  }
}
