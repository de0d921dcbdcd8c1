import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { Health } from '@syntasso/plugin-ske-common';
import { FixedBy } from './FixedBy';

const health = (state: Health['state'], reason: Health['reason']): Health => ({
  state,
  reason,
});
const failed = health('failed', { code: 'pipelineFailed', values: {} });
const unavailable = health('pending', {
  code: 'promiseUnavailable',
  values: {},
});

it.each<[string, Parameters<typeof FixedBy>[0], string | undefined]>([
  [
    'a failed Resource',
    { health: failed, of: 'resource' },
    'If a setting of the request causes this, change it. Otherwise the platform team has to fix this.',
  ],
  [
    'a failed Promise',
    { health: failed, of: 'offering' },
    'The platform team has to fix this.',
  ],
  [
    'one that waits for an approval',
    {
      health: health('paused', {
        code: 'suspended',
        values: {},
      }),
      of: 'resource',
    },
    'It continues when someone with the permission resumes or releases it.',
  ],
  [
    'one whose Promise failed',
    { health: unavailable, of: 'resource', promise: { health: failed } },
    'The platform team has to fix this.',
  ],
  [
    'one whose Promise is being installed',
    {
      health: unavailable,
      of: 'resource',
      promise: {
        health: health('progressing', { code: 'installing', values: {} }),
      },
    },
    'Nothing to do: it continues by itself.',
  ],
  [
    'one that is ready',
    {
      health: health('ready', { code: 'reconciled', values: {} }),
      of: 'resource',
    },
    undefined,
  ],
  [
    'one that nobody has picked up yet',
    {
      health: health('pending', { code: 'noStatus', values: {} }),
      of: 'resource',
    },
    undefined,
  ],
])('says who can do something about %s', async (_, props, sentence) => {
  await renderInTestApp(
    <div data-testid="who">
      <FixedBy {...props} />
    </div>,
  );
  expect(screen.getByTestId('who').textContent).toBe(sentence ?? '');
});
