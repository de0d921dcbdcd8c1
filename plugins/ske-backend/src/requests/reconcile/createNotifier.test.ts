import { mockServices } from '@backstage/backend-test-utils';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { storedRequest } from '../../__testUtils__/storedRequest';
import { createNotifier } from './createNotifier';
import type { DispatchContext } from '../store/requestRow';

const stored = (
  record: Partial<RequestRecord> = {},
  context: Partial<DispatchContext> = {},
) =>
  storedRequest(
    { state: 'landed', requestedBy: 'user:default/anna', ...record },
    context,
  );

const send = jest.fn();
const findEntityRef = jest.fn();
const notify = createNotifier(
  { send },
  mockServices.logger.mock(),
  findEntityRef,
);
beforeEach(() => {
  send.mockReset();
  findEntityRef.mockReset();
});

it('tells who asked and the owner that it is ready, with its page', async () => {
  // Another one in another namespace has the name cache-redis.
  findEntityRef.mockResolvedValue('component:default/cache-redis-a1b2c3');
  const request = stored({}, { owner: 'team-a' });
  await notify(request, 'ready', undefined);
  expect(findEntityRef).toHaveBeenCalledWith(request.record.ref);
  expect(send).toHaveBeenCalledWith({
    recipients: {
      type: 'entity',
      entityRef: ['user:default/anna', 'group:default/team-a'],
    },
    payload: {
      title: 'Redis cache is ready',
      description: undefined,
      link: '/catalog/default/component/cache-redis-a1b2c3',
      severity: 'normal',
      topic: 'ske.requests',
      scope: 'ske-request-r1',
    },
  });
});

it.each([
  ['failed', 'Update of Redis cache failed on the platform'],
  ['closed', 'Update of Redis cache was closed without being merged'],
  ['lost', 'Update of Redis cache was lost'],
] as const)('tells when it %s, and why', async (outcome, title) => {
  await notify(
    stored({ action: 'Update' }, { entityRef: 'component:default/c' }),
    outcome,
    { text: 'because' },
  );
  expect(send.mock.lastCall[0].payload).toMatchObject({
    title,
    description: 'because',
    severity: 'high',
    link: '/catalog/default/component/c',
  });
});

it('tells only who has asked what a refusal quotes', async () => {
  await notify(stored({ action: 'Update' }, { owner: 'team-a' }), 'refused', {
    text: 'It was not accepted.',
    toRequester: 'size: "huge" is too large',
  });
  expect(
    send.mock.calls.map(([{ recipients, payload }]) => [
      recipients,
      payload.description,
    ]),
  ).toEqual([
    [
      { type: 'entity', entityRef: ['user:default/anna'] },
      'size: "huge" is too large',
    ],
    [
      {
        type: 'entity',
        entityRef: ['group:default/team-a'],
        excludeEntityRef: 'user:default/anna',
      },
      'It was not accepted.',
    ],
  ]);
});

it.each([
  ['Request', 'closed'],
  ['Update', 'failed'],
] as const)(
  'leads to the Promise when there is no Resource to look at: %s %s',
  async (action, outcome) => {
    await notify(
      stored({ action }, { promiseRef: 'component:default/redis-promise' }),
      outcome,
      undefined,
    );
    expect(send.mock.lastCall[0].payload.link).toBe(
      '/catalog/default/component/redis-promise',
    );
  },
);

it('is silent about what nobody waits for, and survives a backend without notifications', async () => {
  await notify(stored(), 'replaced', undefined);
  await notify(stored(), 'deleted', undefined);
  expect(send).not.toHaveBeenCalled();
  send.mockRejectedValue(new Error('404'));
  await expect(notify(stored(), 'ready', undefined)).resolves.toBeUndefined();
});
