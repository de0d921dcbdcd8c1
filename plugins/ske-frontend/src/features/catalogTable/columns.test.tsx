import type { Entity } from '@backstage/catalog-model';
import { screen, waitFor } from '@testing-library/react';
import type { OfferingSummary } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  offeringSummary,
  promiseEntity,
  renderWithEntity,
  resourceEntity,
} from '../../__testUtils__';
import { kratixColumns } from './columns';

const withPromise = (entity: Entity): Entity => ({
  ...entity,
  spec: { ...entity.spec, dependsOn: ['component:default/redis-promise'] },
});

/** Draws the cell of health in the row of an entity. */
async function drawCell(
  entity: Entity,
  summaries: OfferingSummary[] | Error = [offeringSummary()],
) {
  const api = new FakeSkeApi();
  api.summaries = summaries;
  const asked = jest.spyOn(api, 'offerings');
  const columns = kratixColumns()({
    filters: {},
    entities: [],
  } as never);
  const column = columns.find(({ field }) => field === 'kratix.health');
  await renderWithEntity(
    <>{column?.render?.({ entity } as never, 'row')}</>,
    entity,
    api,
  );
  return asked;
}

it.each([
  ['a Promise', promiseEntity(), 'Request Redis'],
  ['a Resource', withPromise(resourceEntity()), 'Request another Redis'],
])('says in the row of %s what it requests', async (_, entity, name) => {
  await drawCell(entity);
  expect(await screen.findByRole('link', { name })).toHaveAttribute(
    'href',
    '/catalog/default/component/redis-promise/kratix?ske=request',
  );
});

it.each<[string, OfferingSummary[] | Error]>([
  ['offers nothing', [offeringSummary({ offers: false })]],
  ['is not available', [offeringSummary({ available: false })]],
  [
    'may not be requested',
    [
      offeringSummary({
        create: { allowed: false, by: 'backstage', reason: 'No.' },
      }),
    ],
  ],
  ['may not be seen', [offeringSummary({ name: 'kafka' })]],
  ['cannot be asked about', new Error('The platform does not answer.')],
])('offers nothing where the Promise %s', async (_, summaries) => {
  const asked = await drawCell(withPromise(resourceEntity()), summaries);
  await waitFor(() => expect(asked).toHaveBeenCalled());
  await Promise.allSettled(asked.mock.results.map(({ value }) => value));
  expect(screen.queryByRole('link')).not.toBeInTheDocument();
});

it('has the words of badges', async () => {
  await drawCell(resourceEntity({ 'kratix.io/health': 'pending' }));
  expect(screen.getByText('Waiting')).toBeInTheDocument();
});

it('says that it does not know what was delivered', async () => {
  await drawCell(
    resourceEntity({
      'kratix.io/health': 'ready',
      'kratix.io/deliveries': 'hidden',
    }),
  );
  expect(
    screen.getByRole('img', {
      name: 'Ready. In place. Where it runs cannot be shown here.',
    }),
  ).toBeInTheDocument();
});

it('takes what is no state for unknown', async () => {
  await drawCell(resourceEntity({ 'kratix.io/health': 'hibernating' }));
  expect(screen.getByText('Unknown')).toBeInTheDocument();
});
