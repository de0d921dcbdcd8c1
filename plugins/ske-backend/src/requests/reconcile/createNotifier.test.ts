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
const notify = createNotifier({ send }, mockServices.logger.mock());
beforeEach(() => send.mockReset());

it('tells who asked and the owner that it is ready, with its page', async () => {
  await notify(stored({}, { owner: 'team-a' }), 'ready', undefined);
  expect(send).toHaveBeenCalledWith({
    recipients: {
      type: 'entity',
      entityRef: ['user:default/anna', 'group:default/team-a'],
    },
    payload: {
      title: 'Redis cache is ready',
      description: undefined,
      link: '/catalog/default/component/cache-redis',
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
    'because',
  );
  expect(send.mock.lastCall[0].payload).toMatchObject({
    title,
    description: 'because',
    severity: 'high',
    link: '/catalog/default/component/c',
  });
});

it('leads to the Promise when there is no Resource to look at', async () => {
  await notify(
    stored({}, { promiseRef: 'component:default/redis-promise' }),
    'closed',
    undefined,
  );
  expect(send.mock.lastCall[0].payload.link).toBe(
    '/catalog/default/component/redis-promise',
  );
});

it('is silent about what nobody waits for, and survives a backend without notifications', async () => {
  await notify(stored(), 'replaced', undefined);
  await notify(stored(), 'deleted', undefined);
  expect(send).not.toHaveBeenCalled();
  send.mockRejectedValue(new Error('404'));
  await expect(notify(stored(), 'ready', undefined)).resolves.toBeUndefined();
});
