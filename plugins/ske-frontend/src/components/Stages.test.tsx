import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { ProgressStage } from '@syntasso/plugin-ske-common';
import { Stages } from './Stages';

it.each<[ProgressStage['state'], string, string]>([
  ['waiting', 'waiting', 'waiting'],
  ['current', '1 of 2 pipelines', 'current'],
  ['paused', 'on hold, 1 of 2 pipelines', 'paused'],
  ['blocked', 'blocked', 'waiting'],
  ['degraded', 'degraded, 1 of 2 pipelines', 'degraded'],
  ['unknown', 'unknown, 1 of 2 pipelines', 'unknown'],
  ['done', 'done', 'done'],
  ['failed', 'failed, 1 of 2 pipelines', 'failed'],
])('says of a stage that is %s: %s', async (state, text, handle) => {
  await renderInTestApp(
    <Stages stages={[{ name: 'configure', state, done: 1, total: 2 }]} />,
  );
  const stage = screen.getByText('Prepared', { exact: false });
  expect(stage).toHaveTextContent(`Prepared${text}`);
  const item = stage.closest('li');
  expect(item).toHaveAttribute('data-stage', 'configure');
  expect(item).toHaveAttribute('data-state', handle);
});
