import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually, testKubeconfig } from '@internal/testbed';
import {
  offeringViewSchema,
  platformHealthSchema,
  type BindingsAnswer,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { resourceTypes } from '@syntasso/plugin-ske-node';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise, newClient } from '../__testUtils__/cachePromise';

const client = newClient();
const anna = { authorization: mockCredentials.user.header() };

/** A Promise that a label binds to the only portal, and that is for everybody or a group. */
function boundPromise(kind: string, audience?: string) {
  const { promise, promiseName } = newCachePromise(kind);
  const bound: Manifest = {
    ...promise,
    metadata: {
      ...promise.metadata,
      labels: {
        ...promise.metadata.labels,
        'kratix.io/portal-backstage': 'true',
      },
      annotations: audience ? { 'kratix.io/backstage-audience': audience } : {},
    },
  };
  return { bound, promiseName };
}

const open = boundPromise('Shelf');
const closed = boundPromise('Safe', 'team-a');
const plain = newCachePromise('Crate');

const answer: BindingsAnswer = {
  leader: true,
  bindings: [open, closed].map(({ promiseName }) => ({
    promise: promiseName,
    portal: 'main',
    binding: { status: 'True', reason: 'BindingResolved', message: 'bound' },
    sync: {
      status: 'False',
      reason: 'GenerateOrWriteFailed',
      message: 'No Destination matches.',
    },
    resources: { bound: 0, failed: 0 },
    lastError: {
      message: 'No Destination matches.',
      time: '2026-08-03T07:00:00Z',
    },
  })),
};

let controller: Server;
let asked: IncomingHttpHeaders[];
let reading: TestBackend;
/** Of a backend that does not reach its controller. */
let lost: TestBackend;

const startWith = (controllerConfig: { url: string; token?: string }) =>
  startBackend({
    config: {
      ske: {
        kubernetes: { kubeconfig: testKubeconfig() },
        controller: controllerConfig,
      },
    },
  });

beforeAll(async () => {
  asked = [];
  controller = createServer((request, response) => {
    asked.push(request.headers);
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>(resolve => {
    controller.listen(0, '127.0.0.1', resolve);
  });
  const { port } = controller.address() as AddressInfo;
  reading = await startWith({ url: `http://127.0.0.1:${port}`, token: 't' });
  lost = await startWith({ url: 'http://127.0.0.1:1' });
  for (const promise of [open.bound, closed.bound, plain.promise]) {
    await client.create(resourceTypes.promises, promise);
  }
}, 60_000);

afterAll(async () => {
  for (const { promiseName: name } of [open, closed, plain]) {
    await client.delete(resourceTypes.promises, { name });
  }
  controller.closeAllConnections();
  controller.close();
});

const read = ({ api }: TestBackend, path: string) =>
  ask(`${api}/ske${path}`, anna);

/** What a Promise's page has, as soon as the controller has answered, or not. */
const syncOf = async (
  backend: TestBackend,
  name: string,
  asIs: 'read' | 'unreachable',
) =>
  eventually(`the catalog sync of ${name}`, async () => {
    const { status, answer: view } = await read(
      backend,
      `/v1/promises/${name}`,
    );
    if (status !== 200) return undefined;
    const { catalogSync } = offeringViewSchema.parse(view);
    return catalogSync?.controller === asIs && catalogSync;
  });

it('says what the controller says of a Promise that is bound', async () => {
  expect(await syncOf(reading, open.promiseName, 'read')).toEqual({
    portal: 'main',
    state: 'failed',
    reason: 'GenerateOrWriteFailed',
    message: 'No Destination matches.',
    lastError: {
      message: 'No Destination matches.',
      time: '2026-08-03T07:00:00Z',
    },
    controller: 'read',
  });
  expect(asked[0]).toMatchObject({ authorization: 'Bearer t' });
  const { answer: health } = await read(reading, '/health');
  expect(platformHealthSchema.parse(health).controller?.readable).toEqual({
    state: 'yes',
    bindings: 2,
  });
});

it('says nothing of one that is not', async () => {
  const { answer: view } = await eventually('the Promise', async () => {
    const found = await read(reading, `/v1/promises/${plain.promiseName}`);
    return found.status === 200 && found;
  });
  expect(view).not.toHaveProperty('catalogSync');
});

it('tells nobody whom the Promise is not for', async () => {
  const { status, text } = await eventually('the Promise', async () => {
    const found = await read(reading, `/v1/promises/${closed.promiseName}`);
    return found.status !== 404 && found;
  });
  expect(status).toBe(403);
  expect(text).not.toContain('No Destination matches');
});

it('shows the page without a controller that cannot be reached, which platform health names', async () => {
  expect(await syncOf(lost, open.promiseName, 'unreachable')).toEqual({
    state: 'notReported',
    controller: 'unreachable',
  });
  const { answer: health, status } = await read(lost, '/health');
  expect(status).toBe(200);
  expect(platformHealthSchema.parse(health).controller).toEqual({
    url: 'http://127.0.0.1:1',
    readable: { state: 'no', reason: expect.stringContaining('ECONNREFUSED') },
  });
});
