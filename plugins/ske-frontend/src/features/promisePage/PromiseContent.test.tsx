import { act, screen } from '@testing-library/react';
import type { EntityProblem } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourcesPage,
  resourceSummary,
} from '../../__testUtils__';
import { PromiseAboutCard } from './PromiseAboutCard';
import { StatusCard } from '../statusCard/StatusCard';
import { PromiseContent } from './PromiseContent';
import { PromiseHeaderCard } from './PromiseHeaderCard';

const entityProblem = (more: Partial<EntityProblem>): EntityProblem => ({
  object: { kind: 'Promise', name: 'redis' },
  entity: 'Component',
  field: 'metadata.links',
  reason: '"nowhere" is no address.',
  remedy: 'Correct the annotation.',
  ...more,
});

it('says what of a Promise and its Resources is not in the catalog, and what to do', async () => {
  const view = promiseView({
    catalogProblems: {
      own: [entityProblem({})],
      resources: {
        objects: 12,
        examples: [
          entityProblem({
            object: { kind: 'Redis', namespace: 'web', name: 'cache' },
            field: 'entity',
          }),
        ],
      },
    },
  });
  await renderWithEntity(
    <PromiseContent cards={[]} />,
    promiseEntity(),
    new FakeSkeApi({ kind: 'promise', view }),
  );
  const own = await screen.findByRole('list', {
    name: 'Some details are missing from the catalog',
  });
  expect(own).toHaveTextContent(
    'Promise redis: metadata.links of its Component is left out.',
  );
  expect(own).toHaveTextContent(
    '"nowhere" is no address. Correct the annotation.',
  );
  const resources = screen.getByRole('list', {
    name: 'Affected requests: 12. Examples:',
  });
  expect(resources).toHaveTextContent(
    'Redis web/cache: it has no Component in the catalog.',
  );
});

it('names what it requires in words, once, with a link to what is in the catalog', async () => {
  const view = promiseView({
    available: false,
    health: {
      state: 'pending',
      reason: {
        code: 'requirementInOtherVersion',
        values: { promise: 'cert-issuer', version: 'v2.0.0', installed: 'v1' },
      },
    },
    requirements: [
      {
        ...{ name: 'cert-issuer', version: 'v2.0.0', installed: 'v1' },
        ...{ state: 'otherVersion' },
        entityRef: 'component:default/cert-issuer-promise',
      },
      { name: 'kafka', state: 'notInstalled' },
    ],
  });
  await renderWithEntity(
    <>
      <PromiseContent />
      <StatusCard />
    </>,
    promiseEntity(),
    new FakeSkeApi({ kind: 'promise', view }),
  );
  const sentence = 'Needs cert-issuer v2.0.0, but v1 is installed.';
  // In the header of the page, and in the card on the Overview.
  expect(await screen.findAllByText(sentence)).toHaveLength(2);
  expect(
    screen.getByRole('link', { name: 'cert-issuer v2.0.0' }),
  ).toHaveAttribute('href', '/catalog/default/component/cert-issuer-promise');
  expect(screen.getByText('v1 is installed instead')).toBeInTheDocument();
  expect(screen.getByText('Not installed')).toBeInTheDocument();
});

it('says nothing where all of it is in the catalog', async () => {
  await renderWithEntity(
    <PromiseContent cards={[{ id: 'mine', element: <p>Mine</p> }]} />,
    promiseEntity(),
    new FakeSkeApi({ kind: 'promise', view: promiseView() }),
  );
  expect(await screen.findByText('Mine')).toBeInTheDocument();
  expect(
    screen.queryByText('Some details are missing from the catalog'),
  ).not.toBeInTheDocument();
});

it('leads to the Promise that is required, and to who can help', async () => {
  const view = promiseView({
    available: false,
    health: {
      state: 'pending',
      reason: {
        code: 'requirementOtherVersion',
        values: { promise: 'kafka', version: 'v2' },
      },
    },
    requirements: [
      {
        name: 'kafka',
        version: 'v2',
        state: 'otherVersion',
        entityRef: 'component:default/kafka-promise',
      },
    ],
  });
  await renderWithEntity(
    <>
      <PromiseHeaderCard view={view} />
      <PromiseAboutCard view={view} />
    </>,
    promiseEntity(),
    new FakeSkeApi(),
  );
  const page = '/catalog/default/component/kafka-promise';
  expect(
    screen.getByRole('link', { name: 'Open service kafka' }),
  ).toHaveAttribute('href', `${page}/kratix`);
  expect(screen.getByRole('link', { name: 'kafka v2' })).toHaveAttribute(
    'href',
    page,
  );
  expect(screen.getByTestId('ske-report-to')).toHaveTextContent(
    'Report it to kratix-platform',
  );
});

it('names what does not count of what a Promise says about connecting', async () => {
  const problem =
    'kratix.io/backstage-connect-keys: "a b" is no key of a Secret.';
  await renderWithEntity(
    <PromiseContent cards={[]} />,
    promiseEntity(),
    new FakeSkeApi({
      kind: 'promise',
      view: promiseView({ connectProblems: [problem] }),
    }),
  );
  expect(await screen.findByText(problem)).toBeInTheDocument();
  expect(
    screen.getByText('Some hints about connecting are wrong and were ignored'),
  ).toBeInTheDocument();
  expect(
    screen.queryByText(
      'Some hints for the request form are wrong and were ignored',
    ),
  ).not.toBeInTheDocument();
});

describe('the deletion of a Promise', () => {
  const since = new Date(Date.now() - 180_000).toISOString();
  const view = promiseView({
    available: false,
    health: { state: 'deleting', reason: { code: 'deleting', values: {} } },
    deletion: {
      since,
      stages: [
        { name: 'finalPipeline', state: 'done', at: since },
        { name: 'resources', state: 'current' },
        { name: 'cleanUp', state: 'waiting' },
        { name: 'gone', state: 'waiting' },
      ],
      finalizers: [
        'kratix.io/resource-request-cleanup',
        'kratix.io/api-crd-cleanup',
        'example.org/hold',
      ],
    },
  });
  const row = (name: string) =>
    resourceSummary(name, {
      health: { state: 'deleting', reason: { code: 'deleting', values: {} } },
    });
  const places = [
    ['its page', <PromiseContent key="page" />],
    ['the Overview', <StatusCard key="overview" />],
  ] as const;

  it.each(places)(
    'has stages, and says what it waits for: %s',
    async (_, page) => {
      const api = new FakeSkeApi({ kind: 'promise', view });
      api.page = resourcesPage([row('a'), row('b')]);
      await renderWithEntity(page, promiseEntity(), api);
      const progress = await screen.findByRole('list', { name: 'Progress' });
      expect(
        [...progress.querySelectorAll('[data-stage]')].map(stage => [
          stage.getAttribute('data-stage'),
          stage.getAttribute('data-state'),
        ]),
      ).toEqual([
        ['finalPipeline', 'done'],
        ['resources', 'current'],
        ['cleanUp', 'waiting'],
        ['gone', 'waiting'],
      ]);
      expect(
        await screen.findByText(
          'Everything requested from this service is deleted first: 2 requests are left.',
        ),
      ).toBeInTheDocument();
      const left = screen.getByRole('list', { name: 'What is left to do' });
      for (const text of [
        'Deleting everything requested from it',
        'Removing its API',
        'Held by example.org/hold (not part of Kratix)',
      ]) {
        expect(left).toHaveTextContent(text);
      }
      expect(screen.getByText('3 min. ago')).toBeInTheDocument();
    },
  );

  it.each(places)(
    'ends with the word that it was deleted: %s',
    async (_, page) => {
      const api = new FakeSkeApi({ kind: 'promise', view });
      await renderWithEntity(page, promiseEntity(), api);
      await screen.findByRole('list', { name: 'Progress' });
      act(() => api.send({ kind: 'gone', message: 'It is not there.' }));
      expect(await screen.findByText('Redis was deleted')).toBeInTheDocument();
      expect(await screen.findByText('kratix-platform')).toBeInTheDocument();
      expect(document.querySelector('[data-health]')).toBeNull();
    },
  );

  it('is not claimed of one that nobody has seen', async () => {
    const api = new FakeSkeApi({ kind: 'gone', message: 'It is not there.' });
    await renderWithEntity(<PromiseContent />, promiseEntity(), api);
    expect(await screen.findByText('Not on the platform')).toBeInTheDocument();
    expect(screen.getByText('It is not there.')).toBeInTheDocument();
  });
});
