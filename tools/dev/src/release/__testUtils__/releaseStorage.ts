import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateBucketCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { testBucketStore, testGitea } from '@internal/testbed';
import { runEntry } from '../../__testUtils__/runEntry';

const run = promisify(execFile);

/** In the bucket or the repository; what is beside it is no release. */
const PLACE = 'storage';

/** Where a platform without internet keeps releases. */
export interface ReleaseStorage {
  /**
   * Publishes the releases of a folder with `npm run release:publish`.
   *
   * @returns what that says
   */
  publish(from: string): Promise<string>;
  /**
   * Gets all that is there into a new folder, with other tools than those of this
   * repository.
   *
   * @returns the folder that has the releases
   */
  fetch(into: string): Promise<string>;
}

/** An empty bucket at the object store of the tests. */
export async function newBucket(): Promise<ReleaseStorage> {
  const { endpoint, region, ...credentials } = testBucketStore();
  const url = `http://${endpoint}`;
  const bucket = `releases-${randomUUID().slice(0, 8)}`;
  const client = new S3Client({
    ...{ endpoint: url, region, credentials, forcePathStyle: true },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    publish: from =>
      runEntry(
        'publishRelease.ts',
        [
          ...['--from', from, '--bucket', `${bucket}/${PLACE}`],
          ...['--endpoint', url, '--region', region],
        ],
        {
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        },
      ),
    async fetch(into) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket });
      for await (const { Contents = [] } of pages) {
        for (const { Key = '' } of Contents) {
          const { Body } = await client.send(
            new GetObjectCommand({ Bucket: bucket, Key }),
          );
          const content = await Body?.transformToByteArray();
          const file = join(into, Key);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, content ?? '');
        }
      }
      return join(into, PLACE);
    },
  };
}

/** A repository at the Git host of the tests, on whose branch is a README. */
export async function newRepository(): Promise<ReleaseStorage> {
  const { create, accounts } = testGitea();
  const { url } = await create(`releases-${randomUUID().slice(0, 8)}`);
  const withAccount = new URL(`${url}.git`);
  withAccount.username = accounts.robot.name;
  withAccount.password = accounts.robot.password;
  const { href } = withAccount;
  return {
    publish: from =>
      runEntry('publishRelease.ts', [
        ...['--from', from, '--git', href],
        ...['--branch', 'main', '--path', PLACE],
      ]),
    async fetch(into) {
      await run('git', [
        ...['clone', '--quiet', '--depth', '1', '--branch', 'main'],
        ...[href, into],
      ]);
      return join(into, PLACE);
    },
  };
}
