import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { skeApiRef } from '../api/SkeApi';
import { FakeSkeApi } from '../__testUtils__';
import skePlugin from './index';

it('is a page of its own, which leads to where something can be requested', async () => {
  renderTestApp({
    features: [skePlugin],
    initialRouteEntries: ['/my-requests'],
    apis: [
      [skeApiRef, new FakeSkeApi()],
      [catalogApiRef, catalogApiMock()],
    ],
  });
  expect(
    await screen.findByRole('heading', { name: 'My requests' }),
  ).toBeInTheDocument();
  // Where no Create page is installed, its usual place.
  expect(
    await screen.findByRole('link', { name: 'Request something' }),
  ).toHaveAttribute('href', '/create');
});
