/** @jest-environment node */
import { LazySkeClient } from './LazySkeClient';

const answers: Record<string, unknown> = {
  '/v1/platform': { name: 'prod', auth: 'person', tokenProvider: 'okta' },
  '/v1/log': { text: 'line one' },
};

function lazyClient() {
  const asked: string[] = [];
  const client = new LazySkeClient({
    discoveryApi: { getBaseUrl: async () => 'http://backend' },
    fetchApi: {
      fetch: async url => {
        const path = String(url).replace('http://backend', '').split('?')[0];
        asked.push(path);
        return Response.json(answers[path] ?? {});
      },
    },
  });
  return { client, asked };
}

const source = {
  ref: { apiVersion: 'a/v1', kind: 'Redis', name: 'a', namespace: 'default' },
  pod: 'p',
  podNamespace: 'default',
  container: 'c',
};

it('answers as the client does', async () => {
  const { client, asked } = lazyClient();
  expect(asked).toEqual([]);
  await expect(client.log(source)).resolves.toBe('line one');
  expect(asked).toEqual(['/v1/log']);
});

it('keeps where the token of the person is had, before and after it is loaded', async () => {
  const { client } = lazyClient();
  const authOf = (name: string) => ({
    getCredentials: async () => ({ token: `of ${name}` }),
  });
  client.useClusterAuth(authOf('the first'));
  await expect(client.clusterToken()).resolves.toBe('of the first');
  client.useClusterAuth(authOf('the second'));
  await expect(client.clusterToken()).resolves.toBe('of the second');
});

it('has one live store for all who ask for the same', () => {
  const { client } = lazyClient();
  const store = client.promise('redis');
  expect(client.promise('redis')).toBe(store);
  expect(store.getState()).toEqual({ kind: 'connecting' });
});
