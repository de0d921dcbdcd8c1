import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { Health } from '@syntasso/plugin-ske-common';
import { onPhone } from '../__testUtils__/onPhone';
import type { LiveState } from '../live/LiveStore';
import { shownHealth } from '../live/shownHealth';
import { LiveFrame } from './LiveFrame';
import { LiveHealthBadge } from './LiveHealthBadge';

const ready: Health = {
  state: 'ready',
  reason: { code: 'reconciled', values: {} },
};
const stale = (view: { health: Health } | undefined) =>
  ({
    kind: 'stale',
    view,
    since: new Date(Date.now() - 40_000).toISOString(),
    reason: 'no answer',
  } as const);

const draw = (state: LiveState<{ health: Health }>, isCompact = false) =>
  renderInTestApp(
    <LiveFrame
      live={{ state, retryNow: () => {} }}
      what="cache"
      heights={[10]}
      isCompact={isCompact}
    >
      {view => <LiveHealthBadge health={view.health} />}
    </LiveFrame>,
  );

it('says below what is shown that updates are lost, so that nothing moves', async () => {
  await draw(stale({ health: ready }));
  const badge = screen.getByText(/^Ready, 4\d sec\. ago$/);
  expect(badge).toHaveAttribute('data-health', 'ready');
  expect(badge).toHaveAccessibleName(
    /^Ready, 4\d sec\. ago\. This is the last known state/,
  );
  const alert = screen.getByRole('alert');
  expect(alert).toHaveTextContent(/Live updates lost 4\d sec\. ago/);
  expect(badge.compareDocumentPosition(alert)).toBe(
    Node.DOCUMENT_POSITION_FOLLOWING,
  );
});

it('has no banner in a small card, whose badge says it', async () => {
  await draw(stale({ health: ready }), true);
  expect(screen.getByText(/^Ready, 4\d sec\. ago$/)).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

describe('on a phone', () => {
  onPhone();

  it('leaves the badge as long as it was', async () => {
    await draw(stale({ health: ready }));
    const badge = screen.getByText('Ready');
    expect(badge).toHaveAttribute('data-stale', 'true');
    expect(badge).toHaveAccessibleName(
      /^Ready, 4\d sec\. ago\. This is the last known state/,
    );
  });
});

it('says so also where nothing is known yet', async () => {
  await draw(stale(undefined), true);
  expect(screen.getByRole('alert')).toHaveTextContent(
    'there is nothing to show yet',
  );
});

it('has no age while updates come', async () => {
  await draw({ kind: 'live', view: { health: ready }, channel: 'stream' });
  expect(screen.getByText('Ready')).not.toHaveAttribute('data-stale');
});

it.each([
  ['the last one', stale({ health: ready }), 'ready'],
  ['Unknown where there was none', stale(undefined), 'unknown'],
] as const)('shows while the platform is away: %s', (_, state, health) => {
  expect(shownHealth(state)?.state).toBe(health);
});
