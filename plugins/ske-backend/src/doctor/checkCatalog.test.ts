import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entity } from '@backstage/catalog-model';
import { checkCatalog, checkEntities } from './checkCatalog';

const component = (
  name: string,
  annotations: Record<string, string>,
  type = 'kratix-promise',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
  spec: { type, lifecycle: 'production', owner: 'group:default/platform' },
});
const promise = (more: Record<string, string> = {}) =>
  component('redis', { 'kratix.io/promise-name': 'redis', ...more });
const template: Entity = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'redis-template' },
  spec: { type: 'service', steps: [{ action: 'ske:configure-resource' }] },
};
const toTemplate = { 'kratix.io/backstage-promise-template': 'redis-template' };

it('is content with a Promise and its Template', async () => {
  expect(await checkEntities([promise(toTemplate), template])).toEqual([
    {
      level: 'ok',
      subject: 'catalog',
      message: '1 Promises and 0 Resources are right, with 1 Templates.',
    },
  ]);
});

it('names each annotation that is wrong, with its remedy', async () => {
  expect(
    await checkEntities([
      component('redis', {}),
      promise({ 'kratix.io/status': 'up' }),
    ]),
  ).toEqual([
    {
      level: 'error',
      subject: 'catalog',
      message: 'component:default/redis: kratix.io/promise-name is missing.',
      remedy: expect.stringContaining('kubectl get promises'),
    },
    {
      level: 'warn',
      subject: 'catalog',
      message: 'component:default/redis: kratix.io/status is not valid JSON.',
      remedy: expect.stringContaining('one JSON object'),
    },
  ]);
});

it('names a Template that is not there, or that the catalog would not take', async () => {
  expect(await checkEntities([promise(toTemplate)])).toEqual([
    expect.objectContaining({
      level: 'warn',
      message:
        'component:default/redis names template:default/redis-template, which the catalog does not have.',
    }),
  ]);
  const broken = { ...template, spec: { type: 'service' } };
  expect(await checkEntities([promise(toTemplate), broken])).toEqual([
    expect.objectContaining({
      level: 'warn',
      message: expect.stringContaining('template:default/redis-template'),
    }),
  ]);
});

it('looks at nothing that is not of this plugin', async () => {
  const other = { ...template, metadata: { name: 'other' }, spec: {} };
  expect(await checkEntities([other])).toEqual([
    expect.objectContaining({ message: 'The catalog has no Promise.' }),
  ]);
});

describe('a running backend', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const { searchParams, pathname } = new URL(`${url}${request.url}`);
      if (request.headers.authorization !== 'Bearer t') {
        response.writeHead(401).end('{}');
      } else if (pathname !== '/api/catalog/entities/by-query') {
        response.writeHead(404).end('nothing here');
      } else {
        const isSecond = searchParams.get('cursor') === 'second';
        response.end(
          JSON.stringify({
            items: [isSecond ? template : promise(toTemplate)],
            pageInfo: isSecond ? {} : { nextCursor: 'second' },
          }),
        );
      }
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

  it('is asked for all pages', async () => {
    expect(await checkCatalog({ url, token: 't' })).toEqual([
      expect.objectContaining({ level: 'ok' }),
    ]);
  });

  it.each([
    ['a wrong token', '', 'wrong', 'does not accept the token (401)'],
    ['another address', '/app', 't', 'has no catalog (it answered 404)'],
  ])('says what to do about %s', async (_, path, token, message) => {
    const [finding, ...others] = await checkCatalog({
      url: `${url}${path}`,
      token,
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      level: 'error',
      message: expect.stringContaining(message),
    });
  });
});

it('says so where nobody answers', async () => {
  expect(await checkCatalog({ url: 'http://127.0.0.1:9', token: 't' })).toEqual(
    [
      {
        level: 'error',
        subject: 'catalog',
        message: expect.stringMatching(
          /^http:\/\/127\.0\.0\.1:9 does not answer/,
        ),
      },
    ],
  );
});
