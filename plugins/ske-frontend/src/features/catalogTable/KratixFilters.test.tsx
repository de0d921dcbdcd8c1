import {
  catalogApiRef,
  EntityKindFilter,
  EntityTypeFilter,
} from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  MockEntityListContextProvider,
} from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeSkeApi,
  offeringSummary,
  resourceEntity,
} from '../../__testUtils__';
import { skeApiRef } from '../../api/SkeApi';
import type { KratixFilters as Filters } from './filters';
import { KratixFilters } from './KratixFilters';
import { KratixNothingFound } from './KratixNothingFound';

const named = (name: string, annotations: Record<string, string>) => {
  const entity = resourceEntity(annotations);
  return { ...entity, metadata: { ...entity.metadata, name } };
};
const entities = [
  named('one', { 'kratix.io/health': 'pending' }),
  named('two', {
    'kratix.io/health': 'failed',
    'kratix.io/needs-attention': 'true',
  }),
  // Its status cannot be read.
  named('legacy', {
    'kratix.io/health': 'unknown',
    'kratix.io/needs-attention': 'true',
  }),
  named('newer', { 'kratix.io/health': 'hibernating' }),
];

async function draw(
  queryParameters: Record<string, string | string[]> = {},
  filters: Partial<Filters> = {},
  summaries = [offeringSummary()],
) {
  const api = new FakeSkeApi();
  api.summaries = summaries;
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [catalogApiRef, catalogApiMock({ entities })],
        [skeApiRef, api],
      ]}
    >
      <MockEntityListContextProvider<Filters>
        value={{ queryParameters, filters }}
      >
        <KratixFilters />
        <KratixNothingFound />
      </MockEntityListContextProvider>
    </TestApiProvider>,
  );
  return userEvent.setup();
}

const box = () => screen.findByRole('textbox', { name: 'Health' });

it('has the words of badges, and what needs attention on top', async () => {
  const person = await draw();
  await person.click(await box());
  expect(
    screen.getAllByRole('option').map(({ textContent }) => textContent),
  ).toEqual([
    'Needs attention (2)',
    'Failed (1)',
    'Unknown (1)',
    'Waiting (1)',
  ]);
});

it.each([
  [{ kratixHealth: ['attention', 'pending'] }, 'Needs attention, Waiting'],
  [
    { kratixHealth: 'paused', kratixCall: 'pullRequest' },
    'Paused, Open pull request',
  ],
  // As links had it before.
  [{ kratixCall: 'attention' }, 'Needs attention'],
])(
  'takes %j from the address, and says so where it finds nothing',
  async (given, words) => {
    const person = await draw(given);
    expect(
      await screen.findByText(`Nothing found for: ${words}.`),
    ).toBeInTheDocument();
    await person.click(screen.getByRole('button', { name: 'Show all' }));
    expect(
      await screen.findByText('Nothing matches these filters.'),
    ).toBeInTheDocument();
  },
);

it('does not take what is no health from the address', async () => {
  await draw({ kratixHealth: 'nonsense', kratixCall: 'nonsense' });
  await box();
  expect(
    screen.getByText('Nothing matches these filters.'),
  ).toBeInTheDocument();
});

it.each<[string, Partial<Filters>]>([
  ['any kind', {}],
  [
    'Components of the type of Promises',
    {
      kind: new EntityKindFilter('Component', 'Component'),
      type: new EntityTypeFilter('kratix-promise'),
    },
  ],
])('says of %s that there is no Promise yet', async (_, filters) => {
  await draw({}, filters, []);
  expect(
    await screen.findByText(/^No Promises yet.* Ask your platform team/),
  ).toBeVisible();
});

it.each<[string, Partial<Filters>]>([
  ['people', { kind: new EntityKindFilter('user', 'User') }],
  ['websites', { type: new EntityTypeFilter('website') }],
])('does not say that where nothing is found of %s', async (_, filters) => {
  await draw({}, filters, []);
  expect(
    await screen.findByText('Nothing matches these filters.'),
  ).toBeVisible();
  expect(screen.queryByText(/^No Promises yet/)).not.toBeInTheDocument();
});

it('is not there among what has no health', async () => {
  const catalog = catalogApiMock({ entities });
  const asked = jest.spyOn(catalog, 'getEntityFacets');
  await renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <MockEntityListContextProvider<Filters>
        value={{ filters: { kind: new EntityKindFilter('user', 'User') } }}
      >
        <KratixFilters />
      </MockEntityListContextProvider>
    </TestApiProvider>,
  );
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
});
