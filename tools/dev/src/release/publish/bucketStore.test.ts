import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { storeRelease } from '../storeRelease';
import { bucketStore } from './bucketStore';

/** What of S3 the store asks for. */
function fakeS3() {
  const objects = new Map<string, { body: Buffer; sha256?: string }>();
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { pathname } = new URL(request.url ?? '', 'http://s3');
    if (request.method === 'PUT') {
      const sha256 = request.headers['x-amz-meta-sha256'];
      objects.set(pathname, {
        body: Buffer.concat(parts),
        ...(sha256 ? { sha256: String(sha256) } : {}),
      });
      response.end();
      return;
    }
    const found = objects.get(pathname);
    if (!pathname.startsWith('/releases/')) response.writeHead(403);
    else if (!found) response.writeHead(404);
    else {
      response.writeHead(200, {
        'content-length': found.body.length,
        ...(found.sha256 ? { 'x-amz-meta-sha256': found.sha256 } : {}),
      });
    }
    response.end(request.method === 'GET' ? found?.body : undefined);
  });
  return { objects, server };
}

let s3: ReturnType<typeof fakeS3>;
let endpoint: string;
const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env;
beforeEach(async () => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'me',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  s3 = fakeS3();
  await new Promise<void>(resolve => {
    s3.server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = s3.server.address() as AddressInfo;
  endpoint = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  for (const [name, value] of Object.entries({
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
  })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  s3.server.closeAllConnections();
  await new Promise(resolve => {
    s3.server.close(resolve);
  });
});

const open = (bucket = 'releases') =>
  bucketStore({ bucket, prefix: 'ske', endpoint, region: 'us-east-1' });
const release = (text = 'one') =>
  new Map<string, Uint8Array>([['a/v1/x.yaml', Buffer.from(text)]]);

it('writes what is not there, and nothing the second time', async () => {
  const first = await storeRelease(release(), open());
  expect(first.written).toEqual(['a/v1/x.yaml']);
  expect([...s3.objects.keys()]).toEqual(['/releases/ske/a/v1/x.yaml']);
  const second = await storeRelease(release(), open());
  expect(second).toEqual({ written: [], unchanged: ['a/v1/x.yaml'] });
});

it('reads what somebody else has put there', async () => {
  s3.objects.set('/releases/ske/a/v1/x.yaml', { body: Buffer.from('one') });
  const stored = await storeRelease(release(), open());
  expect(stored.written).toEqual([]);
  await expect(storeRelease(release('two'), open())).rejects.toThrow(
    's3://releases/ske has this release already, with other content',
  );
});

it('says what to check when it is refused', async () => {
  await expect(storeRelease(release(), open('others'))).rejects.toThrow(
    /^s3:\/\/others\/ske cannot be used: .*Check --bucket, --endpoint/s,
  );
});
