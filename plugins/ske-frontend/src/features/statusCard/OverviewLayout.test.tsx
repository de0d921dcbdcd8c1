import { lazy, Suspense } from 'react';
import { screen } from '@testing-library/react';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
} from '../../__testUtils__';
import { OverviewLayout } from './OverviewLayout';
import { STATUS_CARD_KEY } from './statusCardKey';

const card = (name: string, type?: 'info' | 'content') => ({
  type,
  element: <h3>{name}</h3>,
});
const status = {
  type: 'info' as const,
  element: <h3 key={STATUS_CARD_KEY}>Status</h3>,
};
const draw = (cards: Parameters<typeof OverviewLayout>[0]['cards']) =>
  renderWithEntity(
    <OverviewLayout cards={cards} />,
    resourceEntity(),
    new FakeSkeApi(),
  );
const titles = () =>
  screen.getAllByRole('heading', { level: 3 }).map(one => one.textContent);

it('begins with the status, wherever that comes among the cards', async () => {
  await draw([
    card('Relations'),
    card('About', 'info'),
    status,
    card('Graph', 'content'),
  ]);
  expect(titles()).toEqual(['Status', 'About', 'Relations', 'Graph']);
  const [statusCard, about, relations, graph] = screen.getAllByRole('heading', {
    level: 3,
  });
  // Over the whole width: not in one of the two columns.
  expect(about.parentElement).not.toBe(relations.parentElement);
  expect(graph.parentElement).toBe(relations.parentElement);
  const room = document.querySelector<HTMLElement>('[data-room]');
  expect(room).toContainElement(statusCard);
  expect(room).not.toContainElement(about);
  expect(room?.parentElement).toContainElement(about);
});

it('keeps room for the status while its code is loaded', async () => {
  const NeverLoaded = lazy(() => new Promise<never>(() => {}));
  await draw([
    card('About', 'info'),
    {
      type: 'info' as const,
      element: (
        <Suspense key={STATUS_CARD_KEY} fallback={<h3>Loading</h3>}>
          <NeverLoaded />
        </Suspense>
      ),
    },
  ]);
  expect(titles()).toEqual(['Loading', 'About']);
  expect(screen.getByText('Loading').parentElement).toHaveStyle({
    minHeight: '180px',
  });
});

it("is the catalog's own without it", async () => {
  await draw([card('Relations'), card('About', 'info')]);
  expect(titles()).toEqual(['About', 'Relations']);
  expect(document.querySelector('[data-room]')).toBeNull();
});
