import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketStore } from '@internal/testbed';
import { gitHost } from './gitBackend';

/** Where a controller writes entities, and how a catalog reads them there. */
export interface CatalogPlace {
  /** `output` of the controller, without `secretRef`. */
  output: object;
  /** What the Secret for the controller has. */
  secret: Record<string, string>;
  /** Integrations of Backstage, besides those of the platform's Git host. */
  integrations: object;
  /** Further keys of app-config. */
  appConfig: object;
  /** Keys of app-config's `catalog`. */
  catalog: object;
  /** For `ske.offerings.locations`. */
  locations: string[];
  /** Puts a file there as somebody else. */
  put(path: string, text: string): Promise<void>;
  /** Paths of all files. */
  files(): Promise<string[]>;
}

/** The object store of the production build's test bed. */
const bucketStore = (): BucketStore =>
  JSON.parse(
    readFileSync(
      join(__dirname, '..', '..', '..', '.cache', 'start', 'buckets.json'),
      'utf8',
    ),
  );

/** A new bucket, which Backstage's provider for S3 looks through. */
export async function newBucket(bucketName: string): Promise<CatalogPlace> {
  const { endpoint, region, accessKeyId, secretAccessKey } = bucketStore();
  const url = `http://${endpoint}`;
  const keys = { accessKeyId, secretAccessKey };
  const client = new S3Client({
    endpoint: url,
    region,
    forcePathStyle: true,
    // Others than AWS refuse checksums that they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: keys,
  });
  await client.send(new CreateBucketCommand({ Bucket: bucketName }));
  return {
    output: { type: 'bucket', bucketName, endpoint, region, insecure: true },
    secret: { accessKeyID: accessKeyId, secretAccessKey },
    integrations: {
      awsS3: [{ endpoint: url, s3ForcePathStyle: true, ...keys }],
    },
    appConfig: { aws: { mainAccount: keys } },
    catalog: {
      locations: [],
      providers: {
        awsS3: {
          platform: {
            bucketName,
            region,
            prefix: 'backstage/',
            schedule: { frequency: { seconds: 2 }, timeout: { seconds: 30 } },
          },
        },
      },
    },
    locations: [`url:${url}/${bucketName}/backstage/*`],
    async put(Key, Body) {
      await client.send(
        new PutObjectCommand({ Bucket: bucketName, Key, Body }),
      );
    },
    async files() {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket: bucketName }),
      );
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
  };
}

/** A new repository at Gitea; its index is a location of the catalog. */
export async function newRepository(name: string): Promise<CatalogPlace> {
  const { accounts, create } = gitHost();
  const repository = await create(name);
  const index = 'catalog-index.yaml';
  const target = `${repository.url}/src/branch/main/${index}`;
  return {
    output: { type: 'git', url: `${repository.url}.git`, index },
    secret: {
      username: accounts.robot.name,
      password: accounts.robot.password,
    },
    // Gitea is there already: requests go to it.
    integrations: {},
    appConfig: {},
    catalog: { locations: [{ type: 'url', target }] },
    locations: [`url:${target}`],
    put: (path, text) => repository.commit(path, text),
    files: () => repository.files(),
  };
}
