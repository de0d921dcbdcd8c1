import { screen } from '@testing-library/react';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ResourceContent } from './ResourceContent';

const ready = { observedGeneration: 1, workflows: 0 };

const pageOf = async (view: ResourceView) =>
  renderWithEntity(
    <ResourceContent />,
    resourceEntity(),
    new FakeSkeApi({ kind: 'resource', view }),
  );

it('says in plain words why it could not be delivered, and all of it one click deeper', async () => {
  const message =
    'operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: Access Denied';
  await pageOf(
    resourceView(ready, {
      health: {
        state: 'degraded',
        reason: {
          code: 'failing',
          values: { destination: 'archive', message: 'access denied' },
        },
      },
      placements: [
        {
          work: 'redis-cache-1',
          destination: 'archive',
          state: 'failing',
          files: ['redis.yaml'],
          message,
        },
      ],
    }),
  );
  expect(
    await screen.findByText('It could not be sent to archive: access denied'),
  ).toBeVisible();
  expect(screen.getByText('access denied')).toBeVisible();
  expect(screen.getByText(message)).not.toBeVisible();
  expect(screen.getByText('Technical details')).toBeVisible();
});
