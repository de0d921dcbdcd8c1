import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { testBucketStore, testCertificate } from '@internal/testbed';
import type { Manifest } from '@syntasso/plugin-ske-common';
import type { BucketOutputConfig } from '../config/outputConfig';
import {
  entityWriterRules,
  outputFor,
  type WrittenPlace,
} from './entityWriterRules';
import type { Bucket } from './Bucket';
import { BucketWriter } from './BucketWriter';
import type { OutputId } from './EntityWriter';
import { openBucketWriter } from './openWriter';
import { readHeader } from './outputHeader';
import { openS3Bucket } from './S3Bucket';

jest.setTimeout(60_000);

const store = testBucketStore();
const { signal } = new AbortController();
const redis: OutputId = { kind: 'promise', portal: 'main', promise: 'redis' };
let count = 0;

const portal = new S3Client({
  endpoint: `http://${store.endpoint}`,
  region: store.region,
  forcePathStyle: true,
  credentials: {
    accessKeyId: store.accessKeyId,
    secretAccessKey: store.secretAccessKey,
  },
});

async function newBucket() {
  count += 1;
  const bucketName = `catalog-${process.pid}-${Date.now()}-${count}`;
  await portal.send(new CreateBucketCommand({ Bucket: bucketName }));
  return bucketName;
}

const connect = (bucketName: string) =>
  openS3Bucket({
    bucketName,
    endpoint: store.endpoint,
    region: store.region,
    insecure: true,
    forcePathStyle: true,
    credentials: async () => ({
      accessKeyId: store.accessKeyId,
      secretAccessKey: store.secretAccessKey,
    }),
  });

/** What a portal reads; undefined where there is nothing. */
async function objectAt(bucketName: string, key: string) {
  try {
    const { Body } = await portal.send(
      new GetObjectCommand({ Bucket: bucketName, Key: key }),
    );
    return await Body?.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function openPlace(): Promise<WrittenPlace> {
  const bucketName = await newBucket();
  const bucket = connect(bucketName);
  let writes = 0;
  const counting: Bucket = {
    ...bucket,
    put: (...args) => {
      writes += 1;
      return bucket.put(...args);
    },
    delete: (...args) => {
      writes += 1;
      return bucket.delete(...args);
    },
  };
  const open = () => new BucketWriter({ bucket: counting, path: 'platform' });
  return {
    writer: open(),
    contentOf: async id =>
      readHeader(
        await objectAt(bucketName, `platform/${outputFor(id, '').path}`),
      )?.content,
    countWrites: async () => writes,
    restart: async () => open(),
  };
}

it.each(entityWriterRules)('%s', async (_, tryAt) => {
  await expect(tryAt(await openPlace())).resolves.toBeUndefined();
});

it('lists more objects than one answer has', async () => {
  const bucket = connect(await newBucket());
  const keys = Array.from(
    { length: 1_010 },
    (_, n) => `a/${String(n).padStart(4, '0')}.yaml`,
  );
  for (let start = 0; start < keys.length; start += 50) {
    await Promise.all(
      keys
        .slice(start, start + 50)
        .map(key => bucket.put(key, 'kind: Component\n', signal)),
    );
  }
  expect((await bucket.list('a/', signal)).sort()).toEqual(keys);
  expect(await bucket.list('b/', signal)).toEqual([]);
});

it('reads an object only where it differs', async () => {
  const bucket = connect(await newBucket());
  const text = 'title: Größe\n';
  expect(await bucket.read('a', text, signal)).toEqual({ kind: 'missing' });
  await bucket.put('a', text, signal);
  expect(await bucket.read('a', text, signal)).toEqual({ kind: 'same' });
  expect(await bucket.read('a', 'other', signal)).toEqual({
    kind: 'other',
    text,
  });
  await bucket.delete('a', signal);
  await bucket.delete('a', signal);
  expect(await bucket.read('a', undefined, signal)).toEqual({
    kind: 'missing',
  });
});

describe('through TLS with a certificate authority of one’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ske-bucket-writer-'));
  const caFile = join(folder, 'ca.crt');
  let server: Server;
  let endpoint: string;

  beforeAll(async () => {
    const { ca, cert, key } = testCertificate();
    writeFileSync(caFile, ca);
    const [hostname, port] = store.endpoint.split(':');
    server = createServer({ cert, key }, (asked, answer) => {
      const { method, url: path, headers } = asked;
      const forwarded = request(
        { hostname, port, method, path, headers },
        response => {
          answer.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(answer);
        },
      );
      asked.pipe(forwarded);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const secretOf = (secretAccessKey: string) => ({
    find: async (): Promise<Manifest> => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's3' },
      data: {
        accessKeyID: Buffer.from(store.accessKeyId).toString('base64'),
        secretAccessKey: Buffer.from(secretAccessKey).toString('base64'),
      },
    }),
  });

  async function openAs(
    given: Partial<BucketOutputConfig>,
    secretAccessKey = store.secretAccessKey,
  ) {
    return openBucketWriter(
      {
        type: 'bucket',
        bucketName: await newBucket(),
        endpoint,
        region: store.region,
        path: '',
        insecure: false,
        authMethod: 'accessKey',
        secretRef: { name: 's3' },
        ...given,
      },
      {
        platform: secretOf(secretAccessKey),
        namespace: 'kratix-platform-system',
        cloneFolder: folder,
      },
    );
  }

  it('writes with the key of a Secret', async () => {
    const bucketName = await newBucket();
    const writer = await openAs({ bucketName, caFile });
    const output = outputFor(redis, 'Redis');
    expect(await writer.write(output, signal)).toBe('written');
    expect(readHeader(await objectAt(bucketName, output.path))).toEqual({
      id: redis,
      names: output.names,
      content: output.content,
    });
  });

  it.each<[string, Partial<BucketOutputConfig>, string | undefined, string]>([
    ['no certificate authority', {}, undefined, 'output.caFile'],
    ['a wrong key', { caFile }, 'wrong', 'output.secretRef'],
    [
      'no such bucket',
      { caFile, bucketName: 'nowhere-at-all' },
      undefined,
      'output.bucketName',
    ],
  ])('names the setting to correct: %s', async (_what, given, key, words) => {
    const writer = await openAs(given, key);
    await expect(
      writer.write(outputFor(redis, 'Redis'), signal),
    ).rejects.toThrow(words);
  });

  it('names a file with authorities that is not there', async () => {
    await expect(openAs({ caFile: join(folder, 'gone.crt') })).rejects.toThrow(
      'gone.crt cannot be read (ENOENT)',
    );
  });
});
