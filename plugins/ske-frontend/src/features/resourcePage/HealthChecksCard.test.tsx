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

it('shows what the health checks found', async () => {
  await pageOf(
    resourceView(ready, {
      healthRecords: [
        {
          name: 'db-health',
          namespace: 'default',
          state: 'degraded',
          lastRun: new Date().toISOString(),
          details: 'replicasReady: 1',
        },
      ],
    }),
  );
  expect(await screen.findByText('Health checks')).toBeInTheDocument();
  expect(screen.getByText('replicasReady: 1')).toBeInTheDocument();
});

it('marks checks that are old', async () => {
  const record = (name: string, more: object) => ({
    ...{ name, namespace: 'default', state: 'degraded', ...more },
  });
  const threeDaysAgo = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const now = new Date().toISOString();
  await pageOf(
    resourceView(ready, {
      healthRecords: [
        record('old-check', { lastRun: threeDaysAgo }),
        record('new-check', { lastRun: now }),
        record('run-check', { lastRun: threeDaysAgo, outdatedBy: 'run' }),
        record('changed-check', { lastRun: now, outdatedBy: 'change' }),
      ],
    }),
  );
  const textOf = (name: string) =>
    screen.getByText(name).closest('li')?.textContent;
  await screen.findByText('Health checks');
  expect(textOf('old-check')).toMatch(/checked 3 days ago, may be outdated$/);
  expect(textOf('new-check')).not.toMatch(/outdated|before/);
  expect(textOf('run-check')).toMatch(/From before its pipelines last ran$/);
  expect(textOf('changed-check')).toMatch(/From before the last change$/);
});
