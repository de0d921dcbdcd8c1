import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { ManageCard } from './ManageCard';

const draw = (live: boolean) =>
  renderInTestApp(
    <ManageCard title="Update" live={live} blocked={false} onPress={() => {}}>
      Change its settings.
    </ManageCard>,
  );
const REASON = /nothing can be changed now/;

it('can be pressed while updates come', async () => {
  await draw(true);
  expect(screen.getByRole('button', { name: 'Update' })).toBeEnabled();
  expect(screen.queryByText(REASON)).not.toBeInTheDocument();
});

it('says why not while they are lost, in no line of its own', async () => {
  await draw(false);
  expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();
  expect(screen.getByText(REASON)).toHaveStyle({ position: 'absolute' });
});
