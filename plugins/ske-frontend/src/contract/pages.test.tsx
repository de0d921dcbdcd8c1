import type { ReactNode } from 'react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { attachComponentData, createPlugin } from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  type ScaffolderApi,
} from '@backstage/plugin-scaffolder-react';
import { TestApiProvider } from '@backstage/test-utils';
import type { StreamEvent } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import { FakeScaffolder } from '../__testUtils__/FakeScaffolder';
import { KratixManageTab, KratixOverviewTab } from '../index';
import {
  KratixPromiseEntityPage,
  KratixResourceEntityPage,
} from '../legacy/EntityPages';
import { fetched } from './__testUtils__/fetched';
import { overviews } from './__testUtils__/systems';

// The layout asks for much of an app that is not looked at here.
jest.mock('@backstage/plugin-catalog', () => {
  const { createElement } = jest.requireActual('react');
  const Route = (props: { path: string; title: string; children: ReactNode }) =>
    createElement(
      'section',
      { 'aria-label': props.title, 'data-path': props.path },
      props.children,
    );
  const EntityLayout = (props: { children: ReactNode }) =>
    createElement('div', {}, props.children);
  return {
    ...jest.requireActual('@backstage/plugin-catalog'),
    EntityLayout: Object.assign(EntityLayout, { Route }),
  };
});
// It draws with what jsdom does not have.
jest.mock('@backstage/plugin-catalog-graph', () => ({
  catalogGraphPlugin: { getId: () => 'catalog-graph' },
  EntityCatalogGraphCard: () => 'the catalog graph',
}));

const ready = { workflows: 0, observedGeneration: 1 };
const live: StreamEvent = { kind: 'resource', view: resourceView(ready) };
const gone: StreamEvent = { kind: 'gone', message: 'It is not there.' };
const away: StreamEvent = {
  kind: 'refused',
  name: 'ServiceUnavailableError',
  message: 'The platform is away.',
  statusCode: 503,
};
const withLinks = promiseEntity();
withLinks.metadata.links = [
  { url: 'https://docs.example.org/redis', title: 'Handbook' },
];

/** What an app has that uses the catalog graph. */
const UsesCatalogGraph = () => null;
attachComponentData(
  UsesCatalogGraph,
  'core.plugin',
  createPlugin({ id: 'catalog-graph' }),
);

describe('the entity pages', () => {
  const sections = () =>
    screen
      .getAllByRole('region')
      .filter(section => section.hasAttribute('data-path'))
      .map(section => [
        section.getAttribute('aria-label'),
        section.getAttribute('data-path'),
      ]);

  it('of a Promise: Overview only, with the children and the catalog graph', async () => {
    await renderWithEntity(
      <>
        <UsesCatalogGraph />
        <KratixPromiseEntityPage>
          <p>child</p>
        </KratixPromiseEntityPage>
      </>,
      promiseEntity(),
      new FakeSkeApi({ kind: 'promise', view: promiseView() }),
    );
    expect(await screen.findByText('child')).toBeInTheDocument();
    expect(sections()).toEqual([['Overview', '/']]);
    expect(screen.getByText('the catalog graph')).toBeInTheDocument();
  });

  it('of a Resource: Overview with the children, and Manage', async () => {
    await renderWithEntity(
      <KratixResourceEntityPage>
        <p>child</p>
      </KratixResourceEntityPage>,
      resourceEntity(),
      new FakeSkeApi(live),
    );
    const overview = await screen.findByRole('region', { name: 'Overview' });
    expect(await within(overview).findByText('child')).toBeInTheDocument();
    expect(sections()).toEqual([
      ['Overview', '/'],
      ['Manage', '/manage'],
    ]);
    // The app has none.
    expect(screen.queryByText('the catalog graph')).not.toBeInTheDocument();
  });
});

describe('children of the Overview', () => {
  it.each<[string, StreamEvent[]]>([
    ['nothing has come', []],
    ['it is gone', [gone]],
    ['it cannot be read', [away]],
    ['it is there', [live, { kind: 'promise', view: promiseView() }]],
  ])('are there while %s', async (_, events) => {
    const children = <p>child</p>;
    await renderWithEntity(
      <>
        <KratixOverviewTab resourceType="promise">{children}</KratixOverviewTab>
        <KratixOverviewTab resourceType="resource">
          {children}
        </KratixOverviewTab>
      </>,
      resourceEntity(),
      new FakeSkeApi(...events),
    );
    expect(await screen.findAllByText('child')).toHaveLength(2);
  });

  it('are the same ones before and after', async () => {
    const api = new FakeSkeApi();
    await renderWithEntity(
      <KratixOverviewTab>
        <input aria-label="child" />
      </KratixOverviewTab>,
      resourceEntity(),
      api,
    );
    const child = await screen.findByLabelText('child');
    await userEvent.type(child, 'typed');
    act(() => api.send(live));
    await screen.findByRole('list', { name: 'Progress' });
    expect(screen.getByLabelText('child')).toBe(child);
    act(() => api.send(gone));
    await screen.findByText('cache was deleted');
    expect(screen.getByLabelText('child')).toBe(child);
    expect(child).toHaveValue('typed');
  });
});

describe.each(overviews)('Promise, %s', (_, draw) => {
  it('has name, description, version, links, and all of the status behind a toggle', async () => {
    const api = new FakeSkeApi({
      kind: 'promise',
      view: promiseView({ version: 'v0.3.1' }),
    });
    const { manifest } = resourceView({ lastAvailableTime: 'just now' });
    api.manifest = async () => manifest;
    await draw(withLinks, api);
    expect(await screen.findByText('Redis as a Service')).toBeInTheDocument();
    expect(screen.getAllByText('v0.3.1').length).toBeGreaterThan(0);
    expect(screen.getByRole('link', { name: /Handbook/ })).toHaveAttribute(
      'href',
      'https://docs.example.org/redis',
    );
    expect(screen.queryByText(/lastAvailableTime/)).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Full status' }));
    expect(await screen.findByText(/lastAvailableTime/)).toBeInTheDocument();
  });

  it('without a Template leads to the Create page, filtered', async () => {
    await draw(
      promiseEntity(),
      new FakeSkeApi({
        kind: 'promise',
        view: promiseView({ templateRef: undefined }),
      }),
    );
    const [button] = await screen.findAllByRole('link', {
      name: 'Request Redis',
    });
    expect(button).toHaveAttribute(
      'href',
      '/create?filters%5Btags%5D=redis-promise',
    );
  });

  it('that answers 404 stays, with what the catalog says', async () => {
    await draw(withLinks, new FakeSkeApi(gone));
    expect(await screen.findByText('It is not there.')).toBeInTheDocument();
    expect(screen.getByText('Redis as a Service')).toBeInTheDocument();
    expect(screen.getByText('redis')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Handbook/ })).toBeInTheDocument();
  });

  it('that cannot be read says why, with what the catalog says', async () => {
    await draw(withLinks, new FakeSkeApi(away));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The platform is away.',
    );
    expect(screen.getByText('Redis as a Service')).toBeInTheDocument();
  });
});

describe.each(overviews)('Resource Overview, %s', (_, draw) => {
  it('has name, namespace, kind, links', async () => {
    const entity = resourceEntity();
    entity.metadata.links = [{ url: 'https://run.example.org/cache' }];
    await draw(entity, new FakeSkeApi(live));
    expect(
      await screen.findByRole('link', { name: /run\.example\.org/ }),
    ).toHaveAttribute('href', 'https://run.example.org/cache');
    expect(screen.getByText('Redis · v1')).toBeInTheDocument();
    expect(screen.getAllByText('default').length).toBeGreaterThan(0);
  });
});

describe('Delete', () => {
  const requestsRepoUrl = 'git.example.org?owner=org&repo=requests';

  it('of a review-managed Resource runs the Template', async () => {
    const api = new FakeSkeApi(live);
    const scaffolder = new FakeScaffolder({ title: 'Redis', steps: [] });
    await renderWithEntity(
      <TestApiProvider
        apis={[[scaffolderApiRef, scaffolder as unknown as ScaffolderApi]]}
      >
        <KratixManageTab />
      </TestApiProvider>,
      resourceEntity({ 'kratix.io/requests-repo-url': requestsRepoUrl }),
      api,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Delete cache' });
    await userEvent.type(within(dialog).getByRole('textbox'), 'cache');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Delete' }),
    );
    await waitFor(() => expect(scaffolder.sent).toHaveLength(1));
    expect(scaffolder.sent[0]).toMatchObject({
      templateRef: 'template:default/redis-promise-template',
      values: {
        objname: 'cache',
        objnamespace: 'default',
        repoUrl: requestsRepoUrl,
        prAction: 'Delete',
        catalogPhase: 'pending-deletion',
      },
    });
    expect(api.deleted).toEqual([]);
  });
});

describe('responses of the read endpoint', () => {
  const deletedView = resourceView(ready);
  deletedView.manifest.metadata.deletionTimestamp = '2026-01-02T00:00:00Z';

  it.each<[string, StreamEvent, string, RegExp, boolean]>([
    ['200: show', live, 'ready', /^$/, false],
    [
      '200 with deletionTimestamp: deleting',
      { kind: 'resource', view: deletedView },
      'deleting',
      /being deleted/,
      true,
    ],
    ['404: deleting or already gone', gone, 'deleting', /not there/, true],
    ['other: error', away, 'error', /^The platform is away\.$/, true],
  ])('of a Resource, %s', async (_, event, stage, message, isShown) => {
    const { last } = await fetched(resourceEntity(), new FakeSkeApi(event));
    await waitFor(() => expect(last().currentStage).toBe(stage));
    expect(last().bannerMessage).toMatch(message);
    expect(last().showBanner).toBe(isShown);
  });

  it('of a Promise, 404: its page stays', async () => {
    const { last } = await fetched(promiseEntity(), new FakeSkeApi(gone));
    await waitFor(() => expect(last().currentStage).toBe('ready'));
    expect(last().showBanner).toBe(false);
  });
});
