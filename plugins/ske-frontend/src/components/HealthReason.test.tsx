import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { Health } from '@syntasso/plugin-ske-common';
import { HealthReason } from './HealthReason';

const waiting = (since: Date): Health => ({
  state: 'pending',
  reason: { code: 'noStatus', values: {} },
  since: since.toISOString(),
});

it('says what to check when nobody answers for a minute', async () => {
  const { unmount } = await renderInTestApp(
    <HealthReason health={waiting(new Date())} />,
  );
  expect(
    screen.getByText('Waiting for the platform to pick it up.'),
  ).toBeInTheDocument();
  unmount();
  await renderInTestApp(
    <HealthReason health={waiting(new Date(Date.now() - 3 * 60_000))} />,
  );
  expect(
    screen.getByText(
      /picked this up for 3 min.*kratix-platform-controller-manager/,
    ),
  ).toBeInTheDocument();
});

it("adds the Promise's own reason to what waits for it", async () => {
  const unavailable: Health = {
    state: 'pending',
    reason: { code: 'promiseUnavailable', values: {} },
  };
  const promise = {
    name: 'database',
    health: {
      state: 'failed' as const,
      reason: {
        code: 'pipelineFailed' as const,
        values: { message: 'no such image' },
      },
    },
  };
  await renderInTestApp(
    <HealthReason health={unavailable} promise={promise} />,
  );
  expect(
    screen.getByText(
      'Waiting for its Promise database: Setting it up failed: no such image',
    ),
  ).toBeInTheDocument();
});
