import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpClient } from './http';

let server: Server;
let url: string;
let sent = 0;
const MEBIBYTE = Buffer.alloc(1024 ** 2);

beforeAll(async () => {
  server = createServer((request, response) => {
    const mebibytes = Number(request.url?.slice(1));
    sent = 0;
    const next = () => {
      if (sent === mebibytes || response.destroyed) response.end();
      else {
        sent += 1;
        response.write(MEBIBYTE, next);
      }
    };
    next();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetched = async (mebibytes: number) => {
  const client = httpClient('https://example.org/a.git', 20_000, 3);
  const { body } = await client.request({ url: `${url}/${mebibytes}` });
  let length = 0;
  for await (const chunk of body ?? []) length += chunk.length;
  return length / 1024 ** 2;
};

it('fetches a repository as large as it may be', async () => {
  expect(await fetched(3)).toBe(3);
});

it('leaves off in a repository that is too large, and says what to do', async () => {
  await expect(fetched(500)).rejects.toThrow(
    'What https://example.org/a.git sends is more than 3 MiB, so it is not fetched. Keep requests and catalog files in a repository of their own',
  );
  expect(sent).toBeLessThan(100);
});
