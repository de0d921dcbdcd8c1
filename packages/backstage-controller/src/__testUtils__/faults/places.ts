import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { JsonObject } from '@backstage/types';
import {
  startFaultProxy,
  testBucketStore,
  testGitea,
  type FaultProxy,
} from '@internal/testbed';
import { labels, type Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { contentOfWork } from '../../writers/__testUtils__/contentOfWork';
import type { EntityOutput } from '../../writers/EntityWriter';
import { withHeader } from '../../writers/outputHeader';
import { openS3Bucket } from '../../writers/S3Bucket';
import { workNameOf } from '../../writers/work';
import type { TestPlatform } from '../realPlatform';

const FOLDER = 'platform';
const SECRETS = { group: '', version: 'v1', plural: 'secrets' };

/** Texts by where they are. */
export type Contents = Record<string, string>;

/** Where a controller writes, and what is there. */
export interface Place {
  /** `output` of the configuration. */
  output: JsonObject;
  /** All that is there. */
  read(): Promise<Contents>;
  /** What is to be there of an output. */
  contentsOf(output: EntityOutput): Contents;
  stop(): Promise<void>;
}

/** A {@link Place} that can be away. */
export interface DistantPlace extends Place {
  proxy: FaultProxy;
}

/** Works, and what Kratix puts from them on Destinations. */
export function worksPlace({ client, namespace }: TestPlatform): Place {
  const workOn = (name: string) => `Work ${name}`;
  const fileOn = (destination: string, name: string) =>
    `on ${destination}: ${name}`;
  return {
    output: { type: 'work' },
    async read() {
      const works = await client.list(resourceTypes.works, { namespace });
      const placements = await client.list(resourceTypes.workPlacements, {
        namespace,
      });
      return Object.fromEntries([
        ...works.items.map(work => [
          workOn(work.metadata.name),
          contentOfWork(work) ?? 'nothing',
        ]),
        ...placements.items.map(placement => [
          fileOn(
            String(placement.spec?.targetDestinationName),
            placement.metadata.labels?.[labels.work] ?? 'of no Work',
          ),
          contentOfWork(asWork(placement)) ?? 'nothing',
        ]),
      ]);
    },
    contentsOf: ({ id, content }) => ({
      [workOn(workNameOf(id))]: content,
      // The Destination of a test is called as its namespace.
      [fileOn(namespace, workNameOf(id))]: content,
    }),
    stop: async () => {},
  };
}

/** A WorkPlacement has the files of one group of its Work. */
const asWork = (placement: Manifest): Manifest => ({
  ...placement,
  spec: { workloadGroups: [{ workloads: placement.spec?.workloads ?? [] }] },
});

/** Objects of a bucket of its own. */
export async function bucketPlace(test: TestPlatform): Promise<DistantPlace> {
  const { endpoint, region, accessKeyId, secretAccessKey } = testBucketStore();
  const bucketName = `faults-${test.namespace}`;
  const credentials = { accessKeyId, secretAccessKey };
  await new S3Client({
    endpoint: `http://${endpoint}`,
    region,
    forcePathStyle: true,
    credentials,
  }).send(new CreateBucketCommand({ Bucket: bucketName }));
  await createSecret(test, 'bucket', {
    accessKeyID: accessKeyId,
    secretAccessKey,
  });
  const proxy = await startFaultProxy({
    url: `http://${endpoint}`,
    keepHost: true,
  });
  const bucket = openS3Bucket({
    ...{ bucketName, endpoint, region, insecure: true, forcePathStyle: true },
    credentials: async () => credentials,
  });
  const { signal } = new AbortController();
  return {
    proxy,
    output: {
      type: 'bucket',
      bucketName,
      endpoint: new URL(proxy.url).host,
      region,
      path: FOLDER,
      insecure: true,
      secretRef: { name: 'bucket' },
    },
    async read() {
      const contents: Contents = {};
      for (const key of await bucket.list('', signal)) {
        const found = await bucket.read(key, undefined, signal);
        if (found.kind === 'other') contents[key] = found.text;
      }
      return contents;
    },
    contentsOf: fileOf,
    stop: () => proxy.stop(),
  };
}

/** Files of a repository of its own. */
export async function repositoryPlace(
  test: TestPlatform,
): Promise<DistantPlace> {
  const gitea = testGitea();
  const { name: username, password } = gitea.accounts.robot;
  const repository = await gitea.create(`faults-${test.namespace}`);
  await createSecret(test, 'repository', { username, password });
  const proxy = await startFaultProxy({ url: gitea.url });
  return {
    proxy,
    output: {
      type: 'git',
      url: `${proxy.url}${new URL(repository.url).pathname}.git`,
      branch: 'main',
      path: FOLDER,
      secretRef: { name: 'repository' },
    },
    async read() {
      const contents: Contents = {};
      for (const path of await repository.files()) {
        const text = await repository.read(path);
        // The file that it was made with.
        if (path !== 'README.md' && text !== undefined) contents[path] = text;
      }
      return contents;
    },
    contentsOf: fileOf,
    stop: () => proxy.stop(),
  };
}

const fileOf = ({ id, names, path, content }: EntityOutput): Contents => ({
  [`${FOLDER}/${path}`]: withHeader(id, names, content),
});

async function createSecret(
  { client, namespace }: TestPlatform,
  name: string,
  stringData: Record<string, string>,
) {
  await client.create(SECRETS, {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } },
    stringData,
  });
}
