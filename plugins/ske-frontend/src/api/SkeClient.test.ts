/** @jest-environment node */
import { SkeClient } from './SkeClient';

/** A backend that answers by path; remembers what it was asked. */
function clientOf(answers: Record<string, () => Response | Promise<Response>>) {
  const asked: { path: string; headers: Headers }[] = [];
  const client = new SkeClient({
    discoveryApi: { getBaseUrl: async id => `http://backend/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        const path = String(url).replace('http://backend/ske', '');
        asked.push({ path, headers: new Headers(init?.headers) });
        const answer = answers[path.split('?')[0]];
        return answer ? answer() : new Response('{}', { status: 404 });
      },
    },
  });
  return { client, asked };
}

const json = (body: unknown) => () => Response.json(body);
const promise = { kind: 'promise', name: 'redis' } as const;
const source = {
  ref: { apiVersion: 'a/v1', kind: 'Redis', name: 'a', namespace: 'default' },
  pod: 'p',
  podNamespace: 'default',
  container: 'c',
};

describe('the token for the cluster', () => {
  const platform = (more: object) =>
    json({ name: 'prod', auth: 'person', tokenProvider: 'okta', ...more });
  const auth = {
    getCredentials: jest.fn(async (provider: string) => ({
      token: `of ${provider}`,
    })),
  };

  it('is sent where the cluster decides by person, asked for each time', async () => {
    const { client, asked } = clientOf({
      '/v1/platform': platform({}),
      '/v1/access': json({}),
      '/v1/log': json({ text: '' }),
    });
    client.useClusterAuth(auth);
    await client.access(promise);
    await client.log(source);
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual([
      '/v1/platform',
      '/v1/access',
      '/v1/log',
    ]);
    expect(
      asked.map(({ headers }) =>
        headers.get('backstage-kubernetes-authorization'),
      ),
    ).toEqual([null, 'Bearer of oidc.okta', 'Bearer of oidc.okta']);
    expect(auth.getCredentials).toHaveBeenCalledTimes(2);
    await expect(client.clusterToken()).resolves.toBe('of oidc.okta');
  });

  it('is that of Google or Azure where the cluster has their authProvider', async () => {
    const { client } = clientOf({
      '/v1/platform': platform({
        tokenProvider: undefined,
        authProvider: 'google',
      }),
    });
    client.useClusterAuth(auth);
    await expect(client.clusterToken()).resolves.toBe('of google');
  });

  it('is not asked for where one account serves all', async () => {
    const { client, asked } = clientOf({
      '/v1/platform': platform({ auth: 'own', tokenProvider: undefined }),
      '/v1/access': json({}),
    });
    auth.getCredentials.mockClear();
    client.useClusterAuth(auth);
    await client.access(promise);
    expect(auth.getCredentials).not.toHaveBeenCalled();
    expect(
      asked[1].headers.get('backstage-kubernetes-authorization'),
    ).toBeNull();
  });

  it('costs nothing in an app without Kubernetes auth providers', async () => {
    const { client, asked } = clientOf({ '/v1/access': json({}) });
    await client.access(promise);
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual(['/v1/access']);
  });
});

describe('what can be requested', () => {
  it('is asked once for all rows of a list', async () => {
    const summary = {
      ...{ name: 'redis', title: 'Redis', description: 'Redis as a Service' },
      health: {
        state: 'ready',
        reason: { code: 'promiseAvailable', values: {} },
      },
      ...{ offers: true, available: true, create: { allowed: true } },
    };
    const { client, asked } = clientOf({
      '/v1/promises': json({ items: [summary] }),
    });
    const answers = await Promise.all([client.offerings(), client.offerings()]);
    expect(answers).toEqual([[summary], [summary]]);
    expect(asked).toHaveLength(1);
  });
});

describe('what one may', () => {
  it('is asked once for all who ask at the same time', async () => {
    const { client, asked } = clientOf({
      '/v1/access': json({ create: { allowed: true } }),
    });
    const answers = await Promise.all([
      client.access(promise),
      client.access(promise),
    ]);
    expect(answers[0]).toEqual({ create: { allowed: true } });
    expect(asked).toHaveLength(1);
  });

  it('is asked again after a failure', async () => {
    let broken = true;
    const { client } = clientOf({
      '/v1/access': () =>
        broken
          ? Response.json({ error: { message: 'away' } }, { status: 503 })
          : Response.json({}),
    });
    await expect(client.access(promise)).rejects.toThrow('503');
    broken = false;
    await expect(client.access(promise)).resolves.toEqual({});
  });
});

it('hands on a log as it comes, also where a character is cut in two', async () => {
  const bytes = new TextEncoder().encode('größer\n');
  const { client } = clientOf({
    '/v1/log': () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(bytes.slice(0, 3));
            controller.enqueue(bytes.slice(3));
            controller.close();
          },
        }),
      ),
  });
  const texts: string[] = [];
  await client.followLog(
    source,
    text => texts.push(text),
    new AbortController().signal,
  );
  expect(texts.join('')).toBe('größer\n');
});

it('says what the backend said when it refuses', async () => {
  const { client } = clientOf({
    '/v1/pause': () =>
      Response.json(
        {
          error: { name: 'TooManyRequestsError', message: 'Try again in 7 s' },
          response: { statusCode: 429 },
        },
        { status: 429 },
      ),
  });
  await expect(client.pause(source.ref)).rejects.toMatchObject({
    statusCode: 429,
    body: { error: { message: 'Try again in 7 s' } },
  });
});

it('knows which operations are allowed, of those that it knows', async () => {
  const { ref } = source;
  const operations = ['retry', 'of-a-newer-backend'];
  const { client } = clientOf({
    '/v1/operable': json({ items: [{ ref, operations }] }),
  });
  expect(await client.operable([ref])).toEqual([
    { ref, operations: ['retry'] },
  ]);
});

it('keeps where the token is had, before and after its parts are loaded', async () => {
  const { client } = clientOf({
    '/v1/platform': json({
      name: 'prod',
      auth: 'person',
      tokenProvider: 'okta',
    }),
  });
  const authOf = (name: string) => ({
    getCredentials: async () => ({ token: `of ${name}` }),
  });
  client.useClusterAuth(authOf('the first'));
  await expect(client.clusterToken()).resolves.toBe('of the first');
  client.useClusterAuth(authOf('the second'));
  await expect(client.clusterToken()).resolves.toBe('of the second');
});

it('has one live store for all who ask for the same', () => {
  const { client } = clientOf({});
  const store = client.promise('redis');
  expect(client.promise('redis')).toBe(store);
  expect(store.getState()).toEqual({ kind: 'connecting' });
});
