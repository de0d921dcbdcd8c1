import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import integration from '../index';

it('stops the start before anything else is read, with all that is wrong', async () => {
  const start = startTestBackend({
    features: [
      integration,
      mockServices.rootConfig.factory({
        data: {
          ske: {
            // Without discovery nobody else looks at ske.delivery.
            discovery: { enabled: false },
            kubernetes: { kubeconfig: '/nowhere' },
            delivery: { type: 'mail' },
            rateLimit: { reads: 0 },
          },
        },
      }),
    ],
  });
  await expect(start).rejects.toThrow(
    'ske.delivery.type is "mail". Set it to one of push, pull-request. ske.rateLimit.reads is 0. Give a whole number above 0.',
  );
});
