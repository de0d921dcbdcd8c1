import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import * as legacy from '../index';
import {
  FakeSkeApi,
  promiseEntity,
  promiseView,
  resourcesPage,
  resourceSummary,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../__testUtils__';
import { myRequestsRouteRef } from './routes';

const ready = {
  workflows: 0,
  observedGeneration: 1,
  connectionDetails: { host: 'cache.test', password: '(hidden)' },
};
const failed = resourceView(
  {
    workflows: 1,
    kratix: {
      workflows: { pipelines: [{ name: 'configure', phase: 'Failed' }] },
    },
  },
  {
    pipelines: [{ name: 'configure', phase: 'Failed' }],
    runs: [
      {
        job: 'j',
        namespace: 'default',
        pipeline: 'configure',
        action: 'configure',
        state: 'failed',
        pod: 'p',
        containers: [
          { name: 'render', state: 'failed', exitCode: 1, restarts: 1 },
        ],
      },
    ],
  },
);

const cache = resourceSummary('cache', {
  entityRef: 'component:default/cache-redis',
  health: {
    state: 'failed',
    reason: { code: 'pipelineFailed', values: {} },
  },
});

describe('the legacy entry', () => {
  it('shows a Promise with the requests made from it', async () => {
    const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
    api.page = resourcesPage([cache]);
    await renderWithEntity(<legacy.KratixOverviewTab />, promiseEntity(), api);
    expect(
      await screen.findByRole('button', { name: 'Request Redis' }),
    ).toBeEnabled();
    expect(
      await screen.findByRole('table', { name: 'Requests' }),
    ).toBeInTheDocument();
    // There the page of a Resource begins with it.
    expect(screen.getByRole('link', { name: 'cache' })).toHaveAttribute(
      'href',
      '/catalog/default/component/cache-redis',
    );
    expect(screen.getByText('Setting it up failed.')).toBeInTheDocument();
  });

  it('leads to where an app has the pages', async () => {
    const api = new FakeSkeApi({ kind: 'promise', view: promiseView() });
    api.page = resourcesPage([cache]);
    await renderWithEntity(
      <TestApiProvider apis={[[legacy.kratixPageApiRef, { path: '/service' }]]}>
        <legacy.KratixOverviewTab />
      </TestApiProvider>,
      promiseEntity(),
      api,
    );
    expect(await screen.findByRole('link', { name: 'cache' })).toHaveAttribute(
      'href',
      '/catalog/default/component/cache-redis/service',
    );
  });

  it('leads from the card of a home page to where the app has the page', async () => {
    const api = new FakeSkeApi();
    api.page = resourcesPage([cache]);
    await renderInTestApp(
      <TestApiProvider apis={[[legacy.skeApiRef, api]]}>
        <legacy.KratixMyRequestsCard />
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/asked-for': myRequestsRouteRef,
        },
      },
    );
    expect(
      await screen.findByRole('link', { name: 'All my requests' }),
    ).toHaveAttribute('href', '/asked-for');
  });

  it('says why nothing can be requested', async () => {
    const view = promiseView({
      available: false,
      health: {
        state: 'pending',
        reason: {
          code: 'requirementNotInstalled',
          values: { promise: 'kafka', version: 'v2' },
        },
      },
    });
    await renderWithEntity(
      <legacy.KratixOverviewTab />,
      promiseEntity(),
      new FakeSkeApi({ kind: 'promise', view }),
    );
    const [button] = await screen.findAllByRole('button', {
      name: 'Request Redis',
    });
    expect(button).toBeDisabled();
    expect(
      screen.getAllByText('Needs kafka v2, which is not installed.').length,
    ).toBeGreaterThan(0);
  });

  it.each([
    [
      'create',
      'Request Redis',
      <legacy.KratixOverviewTab key="promise" />,
      promiseEntity(),
      new FakeSkeApi({ kind: 'promise', view: promiseView() }),
    ],
    [
      'update',
      'Update',
      <legacy.KratixManageTab key="update" />,
      resourceEntity(),
      new FakeSkeApi({ kind: 'resource', view: resourceView(ready) }),
    ],
    [
      'delete',
      'Delete',
      <legacy.KratixManageTab key="delete" />,
      resourceEntity(),
      new FakeSkeApi({ kind: 'resource', view: resourceView(ready) }),
    ],
  ])('says why one may not %s', async (action, name, page, entity, api) => {
    api.denied.add(action);
    await renderWithEntity(page, entity, api);
    const why = new RegExp(`permission ske.resource.${action}`);
    expect((await screen.findAllByText(why)).length).toBeGreaterThan(0);
    const [button] = screen.getAllByRole('button', { name });
    expect(button).toBeDisabled();
  });

  it('offers no retry to who may not operate', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: failed });
    api.denied.add('operate');
    await renderWithEntity(<legacy.KratixOverviewTab />, resourceEntity(), api);
    expect(
      await screen.findByText(/You lack the permission ske.resource.operate/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Retry' }),
    ).not.toBeInTheDocument();
  });

  it('says when live updates are held back on the way', async () => {
    const view = resourceView(ready);
    const api = new FakeSkeApi();
    const state = { kind: 'live' as const, view, channel: 'poll' as const };
    const store = api.resource();
    Object.assign(store, { getState: () => state });
    await renderWithEntity(<legacy.KratixOverviewTab />, resourceEntity(), api);
    expect(
      await screen.findByText('Refreshed every 10 seconds'),
    ).toBeInTheDocument();
    expect(screen.getByText('cache.test')).toBeInTheDocument();
  });

  it('shows a Resource, live, and never a secret', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    await renderWithEntity(<legacy.KratixOverviewTab />, resourceEntity(), api);
    expect(await screen.findByText('cache.test')).toBeInTheDocument();
    expect(screen.getByText('not shown here')).toBeInTheDocument();
    const list = screen.getByRole('list', { name: 'Progress' });
    expect(list.querySelectorAll('[data-state="done"]')).toHaveLength(5);
    api.send({ kind: 'resource', view: failed });
    await waitFor(() =>
      expect(
        document.querySelector('[data-health="failed"]'),
      ).toBeInTheDocument(),
    );
    expect(
      await screen.findByText(
        /failed in container render \(exit code 1, 2 attempts\)/,
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/error: quota exceeded/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(api.retried).toEqual([
      {
        apiVersion: 'marketplace.example.org/v1',
        kind: 'Redis',
        name: 'cache',
        namespace: 'default',
      },
    ]);
  });

  it('keeps showing what it knew when live updates are lost', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    await renderWithEntity(<legacy.KratixOverviewTab />, resourceEntity(), api);
    await screen.findByText('cache.test');
    api.send({
      kind: 'freshness',
      freshness: {
        state: 'stale',
        since: new Date().toISOString(),
        reason: 'no answer',
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Live updates lost',
    );
    expect(screen.getByText('cache.test')).toBeInTheDocument();
    // The last state, with its age.
    expect(
      document.querySelector('[data-health="ready"][data-stale="true"]'),
    ).toHaveTextContent(/^Ready, \d+ sec\. ago$/);
    expect(document.querySelector('[data-health="unknown"]')).toBeNull();
    api.send({ kind: 'freshness', freshness: { state: 'live' } });
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
    expect(document.querySelector('[data-stale]')).toBeNull();
  });

  it('says that the API went while its page is open', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    await renderWithEntity(<legacy.KratixOverviewTab />, resourceEntity(), api);
    await screen.findByText('cache.test');
    api.send({
      kind: 'gone',
      message: 'No Promise on the platform offers Redis any more.',
    });
    expect(
      await screen.findByText(
        'No Promise on the platform offers Redis any more.',
      ),
    ).toBeInTheDocument();
  });

  it('names missing annotations and sends no request', async () => {
    const entity = resourceEntity();
    delete entity.metadata.annotations?.['kratix.io/group'];
    const api = new FakeSkeApi();
    const asked = jest.spyOn(api, 'resource');
    await renderWithEntity(<legacy.KratixOverviewTab />, entity, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Add kratix.io/group',
    );
    expect(asked).not.toHaveBeenCalled();
  });

  it('shows a status annotation that is no JSON as it is', async () => {
    await renderWithEntity(
      <legacy.KratixOverviewTab />,
      resourceEntity({ 'kratix.io/status': '{not json' }),
      new FakeSkeApi({ kind: 'resource', view: resourceView(ready) }),
    );
    expect(await screen.findByText(/is not valid JSON/)).toBeInTheDocument();
    expect(await screen.findByText('cache.test')).toBeInTheDocument();
  });

  it('deletes only after the name is typed', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    await renderWithEntity(<legacy.KratixManageTab />, resourceEntity(), api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Delete cache' });
    const button = () =>
      [...dialog.querySelectorAll('button')].find(
        b => b.textContent === 'Delete',
      )!;
    expect(button()).toBeDisabled();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Type cache to confirm' }),
      'cache',
    );
    await userEvent.click(button());
    expect(api.deleted).toHaveLength(1);
  });

  it('says which annotation updating and deleting need', async () => {
    const entity = resourceEntity();
    delete entity.metadata.annotations?.[
      'kratix.io/backstage-promise-template'
    ];
    delete entity.metadata.annotations?.['kratix.io/promise-name'];
    await renderWithEntity(
      <legacy.KratixManageTab />,
      entity,
      new FakeSkeApi({ kind: 'resource', view: resourceView(ready) }),
    );
    expect(
      await screen.findByText(/kratix.io\/backstage-promise-template/),
    ).toBeInTheDocument();
    expect(screen.getByText(/kratix.io\/promise-name/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Delete' })).toBeDisabled();
  });
});
