import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { FakeSkeApi, platformOverview } from '../__testUtils__';
import { skeApiRef } from '../api/SkeApi';
import skePlugin from './index';

const open = (path: string) =>
  renderTestApp({
    features: [skePlugin],
    initialRouteEntries: [path],
    apis: [
      [
        skeApiRef,
        new FakeSkeApi({ kind: 'platform', view: platformOverview() }),
      ],
      [catalogApiRef, catalogApiMock()],
    ],
  });

it('is a page of its own', async () => {
  open('/ske-platform');
  expect(
    await screen.findByRole('heading', { name: 'Platform', level: 1 }),
  ).toBeInTheDocument();
  expect(await screen.findByText(/^All is well/)).toBeVisible();
});

it('is where the address of the platform’s health leads, and that is open', async () => {
  open('/ske-health');
  expect(
    await screen.findByRole('heading', { name: 'Platform', level: 1 }),
  ).toBeInTheDocument();
  expect(
    await screen.findByRole('button', { name: /^Platform health/ }),
  ).toHaveAttribute('aria-expanded', 'true');
});
