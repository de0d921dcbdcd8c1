import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ManageContent } from '../managePage/ManageContent';
import {
  done,
  pageOf,
  ofPromise,
  ready,
  ref,
  run,
} from './__testUtils__/resourcePage';
import { ResourceContent } from './ResourceContent';

describe('versions', () => {
  it('offers the newer version to a Resource that is bound to one', async () => {
    const api = await pageOf(
      resourceView(ready, {
        version: {
          running: 'v1',
          latest: 'v2',
          installed: ['v2', 'v1'],
          bound: 'v1',
          follows: false,
          upgrade: 'possible',
        },
      }),
    );
    expect(await screen.findByText('v2 is available')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Upgrade' }));
    expect(api.operations).toEqual([['upgrade', ref, 'v2']]);
  });

  it('says why an upgrade failed, and takes another version', async () => {
    const api = await pageOf(
      resourceView(ready, {
        version: {
          running: 'v1',
          latest: 'v3',
          installed: ['v3', 'v2', 'v1'],
          bound: 'v2',
          wanted: 'v2',
          follows: false,
          upgrade: 'failed',
          message: 'A Configure Pipeline has failed',
        },
      }),
    );
    expect(
      await screen.findByText(
        'The upgrade to v2 failed. A Configure Pipeline has failed',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Upgrade to v3' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Keep v1' }));
    expect(api.operations).toEqual([
      ['upgrade', ref, 'v3'],
      ['upgrade', ref, 'v1'],
    ]);
  });

  it('names a version that is not installed', async () => {
    await pageOf(
      resourceView(ready, {
        version: {
          running: 'v4',
          latest: 'v4',
          installed: ['v4', 'v1'],
          bound: 'v9',
          wanted: 'v9',
          follows: false,
          upgrade: 'notInstalled',
        },
      }),
    );
    expect(
      await screen.findByText(/v9 is not installed.*Installed: v4, v1/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Keep v4' })).toBeInTheDocument();
  });
});

describe('pause and resume', () => {
  const paused = () => {
    return {
      ...resourceView(ready),
      paused: true,
      health: { state: 'paused', reason: { code: 'paused', values: {} } },
    } satisfies ResourceView;
  };

  it('offers nothing that its engine cannot do', async () => {
    const failed = {
      state: 'failed',
      reason: { code: 'deleteWorkflowFailed', values: {} },
    } as const;
    await pageOf(
      resourceView(ready, { operations: [], health: failed }),
      <>
        <ManageContent />
        <ResourceContent />
      </>,
    );
    expect(
      await screen.findByRole('button', { name: /Delete/ }),
    ).toBeInTheDocument();
    for (const name of ['Pause', 'Retry']) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('can be pressed again after it failed', async () => {
    const api = await pageOf(
      resourceView(ready, {
        health: {
          state: 'failed',
          reason: { code: 'deleteWorkflowFailed', values: {} },
        },
      }),
    );
    const retry = jest.spyOn(api, 'retry');
    retry.mockRejectedValueOnce(new Error('The platform is away.'));
    const button = await screen.findByRole('button', { name: 'Retry' });
    await userEvent.click(button);
    const alert = await screen.findByText('The platform is away.');
    await userEvent.click(button);
    await waitFor(() => expect(button).toHaveAttribute('data-pending'));
    expect(retry).toHaveBeenCalledTimes(2);
    expect(alert).not.toBeInTheDocument();
  });

  it('can be pressed for each run, also where the health stays as it is', async () => {
    const failing = (job: string) =>
      resourceView(ready, {
        health: {
          state: 'failed',
          reason: { code: 'deleteWorkflowFailed', values: {} },
        },
        // A deletion that failed keeps this phase for ever.
        pipelines: [{ name: 'teardown', phase: 'Running' }],
        runs: [{ ...run(done('render')), job, state: 'failed' }],
      });
    const api = await pageOf(failing('first'));
    const button = await screen.findByRole('button', { name: 'Retry' });
    await userEvent.click(button);
    await waitFor(() => expect(button).toHaveAttribute('data-pending'));
    act(() => api.send({ kind: 'resource', view: failing('second') }));
    await waitFor(() => expect(button).not.toHaveAttribute('data-pending'));
    await userEvent.click(button);
    expect(api.retried).toHaveLength(2);
  });

  it('can release a workflow again that was suspended again at once', async () => {
    const suspended = (job: string) =>
      resourceView(ready, {
        health: {
          state: 'paused',
          reason: { code: 'suspended', values: {} },
        },
        // Kratix keeps the time where the run before was not shown as Running.
        pipelines: [
          {
            name: 'configure',
            phase: 'Suspended',
            since: '2026-08-03T07:00:00Z',
          },
        ],
        runs: [{ ...run(done('render')), job, state: 'succeeded' }],
      });
    const api = await pageOf(suspended('first'));
    const button = await screen.findByRole('button', { name: 'Release' });
    await userEvent.click(button);
    await waitFor(() => expect(button).toHaveAttribute('data-pending'));
    act(() => api.send({ kind: 'resource', view: suspended('second') }));
    await waitFor(() => expect(button).not.toHaveAttribute('data-pending'));
    expect(button).toHaveTextContent('Release');
  });

  it('says of what has failed that it is paused, too', async () => {
    await pageOf(
      resourceView(ready, {
        paused: true,
        health: {
          state: 'failed',
          reason: { code: 'configureWorkflowFailed', values: {} },
        },
      }),
    );
    expect(
      await screen.findByText(/Changes wait until someone resumes it/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeInTheDocument();
  });

  it('says of what is paused what is wrong with it, too', async () => {
    const view = ofPromise(
      resourceView(ready, {
        paused: true,
        health: { state: 'paused', reason: { code: 'paused', values: {} } },
        problem: {
          state: 'degraded',
          reason: { code: 'healthDegraded', values: { detail: '1 of 3 up' } },
        },
      }),
    );
    await pageOf(view);
    expect(
      await screen.findByText('A health check found a problem: 1 of 3 up'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Changes wait until someone resumes it/),
    ).toBeInTheDocument();
    expect(screen.getByTestId('ske-report-to')).toBeInTheDocument();
  });

  it('offers no retry of pipelines that have succeeded', async () => {
    await pageOf(
      resourceView(ready, {
        health: {
          state: 'failed',
          reason: { code: 'healthUnhealthy', values: {} },
        },
      }),
    );
    await screen.findByText('A health check failed.');
    expect(
      screen.queryByRole('button', { name: 'Retry' }),
    ).not.toBeInTheDocument();
  });

  it('releases on the Manage page what waits for somebody, and does not pause it', async () => {
    const api = await pageOf(
      resourceView(ready, {
        health: {
          state: 'paused',
          reason: { code: 'suspended', values: {} },
        },
        pipelines: [{ name: 'approval', phase: 'Suspended' }],
      }),
      <ManageContent />,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Release' }),
    );
    expect(api.operations).toEqual([['release', ref]]);
    expect(
      screen.queryByRole('button', { name: 'Pause' }),
    ).not.toBeInTheDocument();
  });

  it('pauses on the Manage page', async () => {
    const api = await pageOf(resourceView(ready), <ManageContent />);
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(api.operations).toEqual([['pause', ref]]);
  });

  it('resumes on both pages', async () => {
    const api = await pageOf(
      paused(),
      <>
        <ManageContent />
        <ResourceContent />
      </>,
    );
    for (const button of await screen.findAllByRole('button', {
      name: 'Resume',
    })) {
      await userEvent.click(button);
    }
    expect(api.operations).toEqual([
      ['resume', ref],
      ['resume', ref],
    ]);
  });

  it('says what a deletion waits for, and resumes or releases it', async () => {
    const view = resourceView(ready);
    const held: ResourceView = {
      ...view,
      manifest: {
        ...view.manifest,
        metadata: {
          ...view.manifest.metadata,
          deletionTimestamp: '2026-11-26T10:00:00Z',
        },
      },
      paused: true,
      health: {
        state: 'deleting',
        reason: { code: 'deletionPaused', values: {} },
      },
    };
    const api = await pageOf(
      held,
      <>
        <ManageContent />
        <ResourceContent />
      </>,
    );
    expect(
      await screen.findAllByText(/Deletion is paused\. Resume it/),
    ).toHaveLength(2);
    const buttons = screen.getAllByRole('button', { name: 'Resume' });
    for (const button of buttons) await userEvent.click(button);
    expect(api.operations).toEqual([
      ['resume', ref],
      ['resume', ref],
    ]);

    const values = { message: 'ask the data owner' };
    act(() =>
      api.send({
        kind: 'resource',
        view: {
          ...held,
          paused: false,
          health: {
            state: 'deleting',
            reason: { code: 'deletionSuspended', values },
          },
          pipelines: [{ name: 'teardown', phase: 'Suspended' }],
        },
      }),
    );
    expect(
      await screen.findAllByText(
        /Deletion waits for approval: ask the data owner/,
      ),
    ).toHaveLength(2);
    for (const button of screen.getAllByRole('button', { name: 'Release' })) {
      await userEvent.click(button);
    }
    expect(api.operations.slice(-2)).toEqual([
      ['release', ref],
      ['release', ref],
    ]);
  });

  it('says why it did not work', async () => {
    const api = new FakeSkeApi({ kind: 'resource', view: resourceView(ready) });
    api.pause = async () => {
      throw Object.assign(new Error('Request failed with 429'), {
        statusCode: 429,
        body: { error: { message: 'Try again in 7 seconds.' } },
      });
    };
    await renderWithEntity(<ManageContent />, resourceEntity(), api);
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(
      await screen.findByText('Try again in 7 seconds.'),
    ).toBeInTheDocument();
  });
});
