import {
  bindingsSchema,
  type BindingsAnswer,
} from '@syntasso/plugin-ske-common';
import { Counter, Registry } from 'prom-client';
import { silentLog } from '../log/__testUtils__/silentLog';
import { ControllerServer, type ServedState } from './ControllerServer';

const bindings: BindingsAnswer = {
  leader: true,
  bindings: [
    {
      promise: 'redis',
      portal: 'main',
      binding: { status: 'True', reason: 'BindingResolved', message: 'x' },
      resources: { bound: 1, failed: 0 },
    },
  ],
};
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function start(state: Partial<ServedState> = {}) {
  const server = new ControllerServer(
    {
      readiness: () => ({ isReady: true, notes: [] }),
      bindings: () => bindings,
      registry: new Registry(),
      ...state,
    },
    silentLog,
  );
  const port = await server.listen(0);
  endings.push(() => server.close());
  return (path: string, init?: RequestInit) =>
    fetch(`http://localhost:${port}${path}`, init);
}

it('says that it runs', async () => {
  const ask = await start();
  expect((await ask('/healthz')).status).toBe(200);
});

it('says whether it is ready, and why not', async () => {
  let isReady = false;
  const ask = await start({
    readiness: () => ({ isReady, notes: ['promises cannot be read'] }),
  });
  const answer = await ask('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: 'not ready',
    notes: ['promises cannot be read'],
  });
  isReady = true;
  expect((await ask('/readyz')).status).toBe(200);
});

it('gives metrics to Prometheus', async () => {
  const registry = new Registry();
  const options = { name: 'some_total', help: 'x', registers: [registry] };
  new Counter(options).inc();
  const ask = await start({ registry });
  const answer = await ask('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('some_total 1');
});

it('tells how bindings stand', async () => {
  const ask = await start();
  const answer: unknown = await (await ask('/v1/bindings')).json();
  expect(bindingsSchema.parse(answer)).toEqual(bindings);
});

it('takes no orders, and names what there is', async () => {
  const ask = await start();
  expect((await ask('/v1/bindings', { method: 'POST' })).status).toBe(405);
  const unknown = await ask('/v1');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({
    error: expect.stringContaining('There are: /healthz'),
  });
});

it('survives what fails while it answers', async () => {
  const ask = await start({
    bindings: () => {
      throw new Error('broken');
    },
  });
  expect((await ask('/v1/bindings')).status).toBe(500);
  expect((await ask('/healthz')).status).toBe(200);
});

it('does not listen on a port that is taken', async () => {
  const first = new ControllerServer(
    {
      readiness: () => ({ isReady: true, notes: [] }),
      bindings: () => bindings,
      registry: new Registry(),
    },
    silentLog,
  );
  const port = await first.listen(0);
  endings.push(() => first.close());
  const second = new ControllerServer(
    {
      readiness: () => ({ isReady: true, notes: [] }),
      bindings: () => bindings,
      registry: new Registry(),
    },
    silentLog,
  );
  await expect(second.listen(port)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
