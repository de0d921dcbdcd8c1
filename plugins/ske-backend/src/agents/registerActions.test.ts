import { mockCredentials } from '@backstage/backend-test-utils';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { requestsInGit } from '../__testUtils__/actions';
import { newCachePromise } from '../__testUtils__/cachePromise';
import { registerActions } from './registerActions';

type Registered = Parameters<ActionsRegistryService['register']>[0];

const { promise, promiseName, ref, cache } = newCachePromise('Bin');
const actions = new Map<string, Registered>();
let bed: Awaited<ReturnType<typeof requestsInGit>>;

beforeAll(async () => {
  bed = await requestsInGit(promise);
  registerActions(
    {
      register: action => {
        actions.set(action.name, action as unknown as Registered);
      },
    },
    bed.resourceRequests,
  );
});
afterAll(() => bed.stop());

async function run(name: string, input: object) {
  const action = actions.get(name)!;
  const result = await action.action({
    input,
    credentials: mockCredentials.user(),
  } as never);
  return (result as unknown as { output: Record<string, unknown> }).output;
}

it('offers what people can do, and says which of it cannot be undone', () => {
  expect(
    [...actions.values()].map(({ name, attributes }) => [
      name,
      attributes?.destructive,
    ]),
  ).toEqual([
    ['configure-resource', false],
    ['propose-resource', false],
    ['delete-resource', true],
  ]);
});

it('does it for the person, and writes it down like any other request', async () => {
  const done = await run('configure-resource', { manifest: cache('one') });
  expect(done).toEqual({
    action: 'Request',
    commit: await bed.host.git('rev-parse', 'main'),
    uid: undefined,
  });
  expect(await bed.host.files()).toContain(
    `kratix-requests/${promiseName}/default/one.yaml`,
  );
  const file = `main:kratix-requests/${promiseName}/default/one.yaml`;
  expect(await bed.host.git('show', file)).toContain(
    'ske.backstage.resource/requestedBy: user:default/mock',
  );
  await run('delete-resource', ref('one'));
  const records = await bed.store.listByResource(ref('one'));
  expect(records.map(({ record }) => record)).toEqual([
    expect.objectContaining({
      action: 'Delete',
      requestedBy: 'user:default/mock',
    }),
    expect.objectContaining({
      action: 'Request',
      requestedBy: 'user:default/mock',
    }),
  ]);
  expect(bed.auditEvent.success).toHaveBeenCalledTimes(2);
});

it('is refused like anybody else', async () => {
  await expect(
    run('configure-resource', {
      manifest: 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
    }),
  ).rejects.toMatchObject({ name: 'NotAllowedError' });
  await expect(
    run('propose-resource', {
      manifest: cache('two'),
      repoUrl: 'elsewhere.example.org?owner=o&repo=r',
      action: 'Request',
    }),
  ).rejects.toThrow('is not among integrations');
  await expect(run('delete-resource', ref('nobody'))).rejects.toMatchObject({
    name: 'NotFoundError',
  });
});
