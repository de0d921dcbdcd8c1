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
  expect(statusCard.parentElement).toContainElement(about);
});

it("is the catalog's own without it", async () => {
  await draw([card('Relations'), card('About', 'info')]);
  expect(titles()).toEqual(['About', 'Relations']);
});
