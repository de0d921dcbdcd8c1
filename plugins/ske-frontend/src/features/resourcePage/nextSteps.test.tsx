import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { identityApiRef, storageApiRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { healthOf, stagesOf } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ManageContent } from '../managePage/ManageContent';
import { StatusCard } from '../statusCard/StatusCard';
import { pageOf, ready, ref } from './__testUtils__/resourcePage';
import { ResourceContent } from './ResourceContent';

describe('next steps', () => {
  const failed = resourceView(ready, {
    health: {
      state: 'failed',
      reason: { code: 'configureWorkflowFailed', values: {} },
    },
  });
  const buttonsIn = async () => {
    const group = await screen.findByRole('group', { name: 'Next steps' });
    await screen.findAllByRole('button', { name: 'Retry' });
    return within(group)
      .getAllByRole('button')
      .map(({ textContent }) => textContent);
  };

  it.each([
    ['its page', <ResourceContent key="page" />],
    ['the Overview', <StatusCard key="overview" />],
  ])('offers to change a request beside the retry, on %s', async (_, page) => {
    await pageOf(failed, page);
    expect(await buttonsIn()).toEqual([
      'Retry',
      'Change request',
      'Ask for help',
    ]);
  });

  it.each([
    ['its page', <ResourceContent key="page" />],
    ['the Overview', <StatusCard key="overview" />],
  ])('keeps the change open when it gets well, on %s', async (_, page) => {
    const scaffolder = {
      getTemplateParameterSchema: () => new Promise(() => {}),
    };
    const identity = mockApis.identity({ userEntityRef: 'user:default/anna' });
    const api = await pageOf(
      failed,
      <TestApiProvider
        apis={[
          [scaffolderApiRef, scaffolder as never],
          [storageApiRef, mockApis.storage()],
          [identityApiRef, identity],
        ]}
      >
        {page}
      </TestApiProvider>,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change request' }),
    );
    const dialog = await screen.findByRole('dialog');
    act(() => api.send({ kind: 'resource', view: resourceView(ready) }));
    await waitFor(() =>
      expect(screen.queryByText('Change request')).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('dialog')).toBe(dialog);
  });

  it('offers no change while another one is reviewed', async () => {
    const entity = resourceEntity({
      'kratix.io/phase': 'pending-review',
      'kratix.io/pull-request-url': 'https://git.example.org/1',
    });
    const api = new FakeSkeApi({ kind: 'resource', view: failed });
    await renderWithEntity(<ResourceContent />, entity, api);
    expect(await buttonsIn()).toEqual(['Retry', 'Ask for help']);
  });

  it('says which permission is missing', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: failed });
    api.denied.add('operate').add('update');
    await renderWithEntity(<ResourceContent />, resourceEntity(), api);
    const group = await screen.findByRole('group', { name: 'Next steps' });
    for (const action of ['operate', 'update']) {
      expect(
        await within(group).findByText(
          `You lack the permission ske.resource.${action} for it.`,
        ),
      ).toBeInTheDocument();
    }
    const [help, ...others] = within(group).getAllByRole('button');
    expect(help).toHaveTextContent('Ask for help');
    expect(others).toEqual([]);
  });

  it('does nothing on the ground of what may be old', async () => {
    const api = await pageOf(failed);
    await buttonsIn();
    const reason = 'no answer';
    const since = new Date().toISOString();
    act(() =>
      api.send({
        kind: 'freshness',
        freshness: { state: 'stale', since, reason },
      }),
    );
    for (const name of ['Retry', 'Change request']) {
      await waitFor(() =>
        expect(screen.getByRole('button', { name })).toBeDisabled(),
      );
    }
  });

  it('leads to the Promise that it waits for', async () => {
    const health = {
      state: 'pending',
      reason: { code: 'promiseUnavailable', values: {} },
    } as const;
    await pageOf(
      resourceView(ready, {
        health,
        promise: {
          name: 'redis',
          title: 'Redis',
          owner: 'group:default/platform',
          health: {
            state: 'pending',
            reason: { code: 'noStatus', values: {} },
          },
          entityRef: 'component:default/redis-promise',
        },
      }),
    );
    expect(
      await screen.findByRole('link', { name: 'Open service redis' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/redis-promise/kratix',
    );
  });

  it('chooses another version where the wanted one is not installed', async () => {
    const api = await pageOf(
      resourceView(ready, {
        version: {
          running: 'v1',
          latest: 'v3',
          installed: ['v3', 'v2', 'v1'],
          bound: 'v9',
          wanted: 'v9',
          follows: false,
          upgrade: 'notInstalled',
        },
      }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Choose another version' }),
    );
    const items = await screen.findAllByRole('menuitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      'Upgrade to v3',
      'Upgrade to v2',
      'Keep v1',
    ]);
    await userEvent.click(items[1]);
    expect(api.operations).toEqual([['upgrade', ref, 'v2']]);
  });
});

it('says how far a deletion is, and what it waits for', async () => {
  const view = resourceView(ready);
  const metadata = {
    ...view.manifest.metadata,
    deletionTimestamp: new Date(Date.now() - 3 * 60_000).toISOString(),
    finalizers: ['kratix.io/work-cleanup', 'example.org/hold'],
  };
  const manifest = { ...view.manifest, metadata };
  await pageOf(
    {
      ...view,
      manifest,
      health: healthOf(manifest),
      stages: stagesOf(manifest),
    },
    <>
      <ResourceContent />
      <StatusCard />
      <ManageContent />
    </>,
  );
  const left = await screen.findAllByRole('list', {
    name: 'What is left to do',
  });
  expect(left).toHaveLength(3);
  for (const list of left) {
    expect(list).toHaveTextContent('Removing what was sent to clusters');
    expect(list).toHaveTextContent(
      'Held by example.org/hold (not part of Kratix)',
    );
  }
  expect(screen.getAllByText('3 min. ago')).toHaveLength(3);
  const [progress] = screen.getAllByRole('list', { name: 'Progress' });
  expect(
    [...progress.querySelectorAll('[data-stage]')].map(stage => [
      stage.getAttribute('data-stage'),
      stage.getAttribute('data-state'),
    ]),
  ).toEqual([
    ['cleanUp', 'current'],
    ['gone', 'waiting'],
  ]);
});

describe('a Resource that is not there', () => {
  const message = 'Redis default/cache is not on the platform.';
  const gone = { kind: 'gone', message } as const;
  const entityOf = (annotations: Record<string, string> = {}) => {
    const entity = resourceEntity(annotations);
    return {
      ...entity,
      spec: { ...entity.spec, dependsOn: ['component:default/redis-promise'] },
    };
  };
  const expectDeleted = async () => {
    expect(await screen.findByText('cache was deleted')).toBeInTheDocument();
    const promise = '/catalog/default/component/redis-promise/kratix';
    expect(
      screen.getByRole('link', { name: 'Open service redis' }),
    ).toHaveAttribute('href', promise);
    expect(
      await screen.findByRole('link', { name: 'Request another' }),
    ).toHaveAttribute('href', `${promise}?ske=request`);
  };

  it.each([
    ['its page', <ResourceContent key="page" />],
    ['Manage', <ManageContent key="manage" />],
    ['the Overview', <StatusCard key="overview" />],
  ])('was deleted while somebody looks, on %s', async (_, page) => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    await renderWithEntity(page, entityOf(), api);
    await screen.findAllByText('Ready');
    act(() => api.send(gone));
    await expectDeleted();
    expect(document.querySelector('[data-health]')).toBeNull();
  });

  it.each([
    ['its page', <ResourceContent key="page" />],
    ['Manage', <ManageContent key="manage" />],
    ['the Overview', <StatusCard key="overview" />],
  ])('was deleted before, as the catalog says, on %s', async (_, page) => {
    const entity = entityOf({ 'kratix.io/health': 'deleting' });
    await renderWithEntity(page, entity, new FakeSkeApi(gone));
    await expectDeleted();
    expect(document.querySelector('[data-health]')).toBeNull();
  });

  it('was never there', async () => {
    const api = new FakeSkeApi(gone);
    api.denied.add('create');
    await renderWithEntity(<ResourceContent />, entityOf(), api);
    expect(await screen.findByText('Not on the platform')).toBeInTheDocument();
    expect(screen.getByText(/or was never there/)).toBeInTheDocument();
    // Who may not request one is not led to the dialog.
    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'Request another' }),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.getByRole('link', { name: 'Open service redis' }),
    ).toBeInTheDocument();
  });
});
