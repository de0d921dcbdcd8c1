import { mkdirSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '@backstage/types';
import {
  eventually,
  freePort,
  REPLICA_HEADER,
  startBalancer,
  testCertificate,
  testKubeconfig,
  type Balancer,
} from '@internal/testbed';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { BackendProcess } from './__testUtils__/backendProcess/BackendProcess';
import {
  buildBackendProcess,
  type Built,
} from './__testUtils__/backendProcess/build';
import { backendConfig } from './__testUtils__/backendProcess/series';
import {
  newCachePromise,
  newClient,
  requestCache,
} from './__testUtils__/cachePromise';

// Two replicas on one PostgreSQL, behind what an ingress does: TLS, another host, a path
// before all paths, and each request to the next replica.

const PREFIX = '/backstage';
const TEMPLATE = 'template:default/crock-promise-template';
const { promise, promiseName, type, ref, query, subject } =
  newCachePromise('Crock');
const client = newClient();
const certificate = testCertificate();
jest.setTimeout(240_000);

let built: Built;
let balancer: Balancer;
let token: string | undefined;
const ports: number[] = [];
const replicas: BackendProcess[] = [];

async function start(number: number) {
  const name = `rolling-${number}`;
  const folder = join(dirname(built.main), name);
  mkdirSync(folder, { recursive: true });
  const config = backendConfig('rolling', ports[number], folder);
  const baseUrl = `https://${certificate.host}${PREFIX}`;
  replicas[number] = await BackendProcess.start(built, name, {
    ...config,
    app: { baseUrl },
    backend: { ...(config.backend as JsonObject), baseUrl },
    ske: {
      kubernetes: { kubeconfig: testKubeconfig() },
      pendingRequests: { refreshSeconds: 2 },
    },
  });
}

/** Asks as a browser does, which only knows the address of the proxy. */
const call = (path: string, body?: object, prefix = PREFIX) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const { host, ca } = certificate;
    const request = https.request(
      {
        ...{ host: '127.0.0.1', port: balancer.port, servername: host, ca },
        agent: false,
        path: `${prefix}/api/${path}`,
        method: body ? 'POST' : 'GET',
        headers: {
          host,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });

async function signIn() {
  token = undefined;
  await eventually('to be signed in', async () => {
    const answer = JSON.parse(await text(await call('auth/guest/refresh')));
    token = answer.backstageIdentity?.token;
    return token !== undefined;
  });
}

async function ask<T>(path: string, body?: object): Promise<T> {
  let response = await call(path, body);
  if (response.statusCode === 401) {
    // A replica that has just started may not know the older keys yet.
    response.resume();
    await signIn();
    response = await call(path, body);
  }
  const answer = await text(response);
  if ((response.statusCode ?? 500) >= 300) throw new Error(answer);
  return JSON.parse(answer);
}

/** A stream as a page has it. */
async function openStream(path: string) {
  const response = await call(path);
  let received = '';
  response.setEncoding('utf8');
  response.on('data', chunk => {
    received += chunk;
  });
  const ended = new Promise<void>(resolve => {
    response.on('close', resolve);
  });
  return {
    replica: Number(response.headers[REPLICA_HEADER]),
    received: () => received,
    ended,
    close: () => response.destroy(),
  };
}

const submit = async (name: string) => {
  const { id } = await ask<{ id: string }>('scaffolder/v2/tasks', {
    templateRef: TEMPLATE,
    values: {
      objname: name,
      objnamespace: 'default',
      spec: { size: 'small' },
    },
  });
  return { name, id };
};

beforeAll(async () => {
  built = await buildBackendProcess();
  await client.create(resourceTypes.promises, promise);
  for (const number of [0, 1]) {
    ports[number] = await freePort();
    await start(number);
  }
  balancer = await startBalancer({
    certificate,
    prefix: PREFIX,
    replicas: ports.map(port => `http://localhost:${port}`),
  });
  await signIn();
  await eventually('the Template', async () => {
    const found = await ask<unknown[]>(
      'catalog/entities?filter=kind=template,metadata.name=crock-promise-template',
    );
    return found.length > 0;
  });
});
afterAll(async () => {
  await balancer?.stop();
  await Promise.all(replicas.map(replica => replica.kill()));
  await client.delete(resourceTypes.promises, { name: promiseName });
  rmSync(dirname(built.main), { recursive: true, force: true });
});

it('a page gets what changes, also when its replica ends', async () => {
  await requestCache(client, type, ref('one'));
  const path = `ske/v1/stream?subject=${encodeURIComponent(subject('one'))}`;
  const stream = await openStream(path);
  // What the pipeline has written, a moment later.
  await eventually('the status', () => stream.received().includes('one.test'));

  await replicas[stream.replica].end();
  await stream.ended;
  expect(stream.received()).toContain('event: goodbye');
  const next = await openStream(path);
  await eventually('the other view', () =>
    next.received().includes('one.test'),
  );
  expect(next.replica).toBe(1 - stream.replica);
  next.close();
  await start(stream.replica);
});

it('what is requested while the replicas restart is made, and once', async () => {
  const submitted: Awaited<ReturnType<typeof submit>>[] = [];
  for (const number of [0, 1]) {
    // Tasks of both replicas, the one that ends too.
    for (const part of ['a', 'b', 'c', 'd']) {
      submitted.push(await submit(`${part}-${number}`));
    }
    await replicas[number].end();
    submitted.push(await submit(`meanwhile-${number}`));
    await start(number);
  }
  for (const { name, id } of submitted) {
    const task = await eventually(
      `the end of the task of ${name}`,
      async () => {
        const { status } = await ask<{ status: string }>(
          `scaffolder/v2/tasks/${id}`,
        );
        return !/^(open|processing)$/.test(status) && status;
      },
      { patienceMs: 120_000, pauseMs: 500 },
    );
    const records = await eventually(
      `the end of the request of ${name}`,
      async () => {
        const { items } = await ask<{ items: { state: string }[] }>(
          `ske/v1/requests?${query(name)}`,
        );
        return items.every(({ state }) => state === 'done') && items;
      },
      { patienceMs: 120_000, pauseMs: 500 },
    );
    expect({ name, task, records: records.length }).toEqual({
      ...{ name, task: 'completed', records: 1 },
    });
    const { spec } = await client.get(type, { namespace: 'default', name });
    expect(spec).toMatchObject({ size: 'small' });
  }
});

it('nothing is served outside of the path', async () => {
  const response = await call('ske/v1/promises', undefined, '');
  response.resume();
  expect(response.statusCode).toBe(404);
});
