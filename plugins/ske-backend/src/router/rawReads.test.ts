import {
  mockCredentials,
  mockServices,
  type ServiceMock,
} from '@backstage/backend-test-utils';
import type { AuditorService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import { ask, startBackend, type TestBackend } from '../__testUtils__/backend';
import { newCachePromise } from '../__testUtils__/cachePromise';
import {
  startFakeApiServer,
  type FakeApiServer,
} from '../__testUtils__/fakeApiServer';

const { promise, ref, query } = newCachePromise('Strongbox');
const secretive = {
  ...{ apiVersion: ref('one').apiVersion, kind: 'Strongbox' },
  metadata: {
    ...{ name: 'one', namespace: 'default' },
    ...{ uid: 'u', resourceVersion: '1' },
  },
  spec: { size: 'small', adminPassword: 'open-sesame' },
};

let server: FakeApiServer;
const running: TestBackend[] = [];
beforeAll(async () => {
  server = await startFakeApiServer([{ promise, resources: [secretive] }]);
});
afterAll(async () => {
  await Promise.all(running.map(backend => backend.stop()));
  server.stop();
});

/** A backend, and what it writes into the audit log. */
async function start(options: { allowRawReads: boolean; denied?: string }) {
  const auditor: ServiceMock<AuditorService> = mockServices.auditor.mock();
  const end = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(end);
  const decide = async (
    asked: { permission: { name: string } }[],
  ): Promise<DefinitivePolicyDecision[]> =>
    asked.map(({ permission }) => ({
      result:
        permission.name === options.denied
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    }));
  const permissions = { authorize: decide, authorizeConditional: decide };
  const backend = await startBackend({
    config: {
      ske: {
        allowRawReads: options.allowRawReads,
        kubernetes: { kubeconfig: server.kubeconfig },
      },
    },
    permissions,
    features: [auditor.factory],
  });
  running.push(backend);
  const read = (raw: string) =>
    ask(`${backend.api}/ske/resource?${query('one')}${raw}`, {
      authorization: mockCredentials.user.header(),
    });
  const events = () =>
    auditor.createEvent.mock.calls
      .map(([event]) => event)
      .filter(({ eventId }) => eventId === 'read-raw');
  return { read, events, end };
}

it('gives the object as it is to who has the permission, and writes that down', async () => {
  const { read, events, end } = await start({ allowRawReads: true });
  const masked = await read('');
  expect(masked.text).not.toContain('sesame');
  expect(events()).toEqual([]);

  const raw = await read('&raw=true');
  expect(raw.answer).toMatchObject({ manifest: { spec: secretive.spec } });
  expect(events()).toEqual([
    expect.objectContaining({
      meta: expect.objectContaining({ name: 'one' }),
    }),
  ]);
  expect(end.success).toHaveBeenCalled();
});

it.each([
  ['without the permission', true, 'ske.resource.read-raw'],
  ['where app-config has not switched it on', false, undefined],
])('refuses it %s', async (_, allowRawReads, denied) => {
  const { read, events, end } = await start({ allowRawReads, denied });
  const raw = await read('&raw=true');
  expect(raw.status).toBe(403);
  expect(raw.text).not.toContain('sesame');
  expect(raw.error).toContain('ske.resource.read-raw');
  expect(events()).toHaveLength(1);
  expect(end.fail).toHaveBeenCalled();
});
