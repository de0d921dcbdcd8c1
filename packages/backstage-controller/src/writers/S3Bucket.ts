import { createHash } from 'node:crypto';
import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { isError } from '@backstage/errors';
import { at } from '@syntasso/plugin-ske-common';
import type { Bucket, ReadObject } from './Bucket';
import { s3Error, type BucketPlace } from './s3Errors';

/** How a bucket is reached. */
export interface S3Options {
  bucketName: string;
  /** Host and port. */
  endpoint: string;
  region: string;
  /** Plain HTTP. */
  insecure: boolean;
  /** Whether the bucket is in the path of addresses; else it is in the host's name. */
  forcePathStyle: boolean;
  /** PEM text of certificate authorities, beside those that Node knows. */
  ca?: string;
  /** Asked for again and again; none: those of the pod (IAM). */
  credentials?: () => Promise<{
    accessKeyId: string;
    secretAccessKey: string;
  }>;
}

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;

/** The client keeps credentials until they expire; a changed Secret counts after that. */
const CREDENTIALS_MS = 60_000;

/** A bucket of S3, or of whatever speaks the same. */
export function openS3Bucket(options: S3Options): Bucket {
  const { bucketName, endpoint, region, insecure, ca, credentials } = options;
  const client = new S3Client({
    endpoint: `${insecure ? 'http' : 'https'}://${endpoint}`,
    region,
    forcePathStyle: options.forcePathStyle,
    // Others than AWS refuse checksums that they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      ...(ca === undefined || insecure
        ? {}
        : { httpsAgent: new Agent({ ca: [...rootCertificates, ca] }) }),
    },
    ...(credentials
      ? {
          credentials: async () => ({
            ...(await credentials()),
            expiration: new Date(Date.now() + CREDENTIALS_MS),
          }),
        }
      : {}),
  });
  const place: BucketPlace = { bucketName, endpoint };
  const ask = async <T>(
    doing: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      throw s3Error(doing, place, error);
    }
  };
  return {
    read: (Key, expected, signal) =>
      ask(`read ${Key}`, signal, async (): Promise<ReadObject> => {
        try {
          const { Body } = await client.send(
            new GetObjectCommand({
              Bucket: bucketName,
              Key,
              IfNoneMatch:
                expected === undefined ? undefined : etagOf(expected),
            }),
            { abortSignal: signal },
          );
          const text = (await Body?.transformToString('utf-8')) ?? '';
          // Encrypted objects have other ETags, and not every server looks at them.
          return text === expected ? { kind: 'same' } : { kind: 'other', text };
        } catch (error) {
          if (at(error, '$metadata', 'httpStatusCode') === 304)
            return { kind: 'same' };
          if (isError(error) && error.name === 'NoSuchKey')
            return { kind: 'missing' };
          throw error;
        }
      }),
    put: (Key, text, signal) =>
      ask(`write ${Key}`, signal, async () => {
        await client.send(
          new PutObjectCommand({
            Bucket: bucketName,
            Key,
            Body: text,
            ContentType: 'application/yaml',
          }),
          { abortSignal: signal },
        );
      }),
    delete: (Key, signal) =>
      ask(`remove ${Key}`, signal, async () => {
        await client.send(
          new DeleteObjectCommand({ Bucket: bucketName, Key }),
          { abortSignal: signal },
        );
      }),
    list: (Prefix, signal) =>
      ask('list its objects', signal, async () => {
        const keys: string[] = [];
        let ContinuationToken: string | undefined;
        do {
          const page: ListObjectsV2CommandOutput = await client.send(
            new ListObjectsV2Command({
              Bucket: bucketName,
              Prefix,
              ContinuationToken,
            }),
            { abortSignal: signal },
          );
          keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken);
        return keys;
      }),
  };
}

/** The ETag of an object that is put in one piece, without encryption by a key of one's own. */
const etagOf = (text: string) =>
  `"${createHash('md5').update(text).digest('hex')}"`;
