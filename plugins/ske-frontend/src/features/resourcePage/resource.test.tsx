import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ResourceView } from '@syntasso/plugin-ske-common';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import { ManageContent } from '../managePage/ManageContent';
import { ResourceContent } from './ResourceContent';

const ref = {
  apiVersion: 'marketplace.example.org/v1',
  kind: 'Redis',
  name: 'cache',
  namespace: 'default',
};
const ready = { observedGeneration: 1, workflows: 0 };

const run = (
  ...containers: ResourceView['runs'][number]['containers']
): ResourceView['runs'][number] => ({
  job: 'configure-abc',
  namespace: 'default',
  pipeline: 'configure',
  action: 'configure',
  state: 'running',
  pod: 'configure-abc-1',
  containers,
});
const running = (name: string) =>
  ({ name, state: 'running', restarts: 0 } as const);
const done = (name: string) =>
  ({ name, state: 'succeeded', exitCode: 0, restarts: 0 } as const);

const pageOf = async (view: ResourceView, page = <ResourceContent />) => {
  const api = new FakeSkeApi({ kind: 'resource', view });
  await renderWithEntity(page, resourceEntity(), api);
  return api;
};

const inProgress = (...containers: Parameters<typeof run>) =>
  resourceView(
    { workflows: 1 },
    {
      pipelines: [{ name: 'configure', phase: 'Running' }],
      runs: [run(...containers)],
    },
  );

it('says what it is and where, and who asked for it when', async () => {
  const view = resourceView(ready, { requestedBy: 'user:default/guest' });
  view.manifest.metadata.creationTimestamp = new Date().toISOString();
  await pageOf(view);
  const [person] = await screen.findAllByRole('link', { name: /guest/ });
  expect(person.parentElement).toHaveTextContent(
    /^Redis in default, requested by .*guest today$/,
  );
});

it('says only when it was requested where nobody knows by whom', async () => {
  const view = resourceView(ready);
  view.manifest.metadata.creationTimestamp = new Date().toISOString();
  await pageOf(view);
  expect(
    await screen.findByText('Redis in default, requested today'),
  ).toBeInTheDocument();
});

describe('logs', () => {
  it('follows what a running container writes, and its end', async () => {
    const view = inProgress(running('render'));
    const api = await pageOf(view);
    await userEvent.click(
      (
        await screen.findAllByRole('button', {
          name: 'Show the log of configure',
        })
      )[0],
    );
    const log = await screen.findByRole('region', { name: 'log configure' });
    await waitFor(() => expect(api.followed).toHaveLength(1));
    act(() => api.followed[0].onText('one\n'));
    act(() => api.followed[0].onText('two\n'));
    await waitFor(() => expect(log).toHaveTextContent('one two'));
    // It ends: the whole log is read once more, nobody follows any longer.
    api.logText = 'one\ntwo\nthree';
    api.send({ kind: 'resource', view: inProgress(done('render')) });
    expect(await within(log).findByText('three')).toBeInTheDocument();
    expect(api.followed[0].signal.aborted).toBe(true);
  });

  it('follows to the end, unless somebody has scrolled up', async () => {
    const api = await pageOf(inProgress(running('render')));
    const [show] = await screen.findAllByRole('button', {
      name: 'Show the log of configure',
    });
    await userEvent.click(show);
    const log = await screen.findByRole('region', { name: 'log configure' });
    let height = 300;
    Object.defineProperties(log, {
      clientHeight: { value: 200 },
      scrollHeight: { get: () => height },
    });
    await waitFor(() => expect(api.followed).toHaveLength(1));
    const write = (line: string) => {
      height += 100;
      act(() => api.followed[0].onText(line));
    };
    write('one\n');
    expect(log.scrollTop).toBe(400);
    log.scrollTop = 50;
    write('two\n');
    expect(log.scrollTop).toBe(50);
    // Back at the end, as far as a browser says so.
    log.scrollTop = 299;
    write('three\n');
    expect(log.scrollTop).toBe(600);
  });

  it('shows the log of any container', async () => {
    const api = new FakeSkeApi({
      kind: 'resource',
      view: inProgress(done('fetch'), done('render')),
    });
    api.logs.set('fetch', 'fetched');
    api.logs.set('render', 'rendered');
    await renderWithEntity(<ResourceContent />, resourceEntity(), api);
    await userEvent.click(
      (
        await screen.findAllByRole('button', {
          name: 'Show the log of configure',
        })
      )[0],
    );
    expect(await screen.findByText('rendered')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'fetch' }));
    expect(await screen.findByText('fetched')).toBeInTheDocument();
  });

  it('says why a container has not started', async () => {
    await pageOf(
      inProgress({
        name: 'render',
        state: 'waiting',
        restarts: 0,
        reason: 'ImagePullBackOff',
        message: 'no such image',
      }),
    );
    await userEvent.click(
      (
        await screen.findAllByRole('button', {
          name: 'Show the log of configure',
        })
      )[0],
    );
    expect(
      await screen.findByText(
        /has not started: ImagePullBackOff.*no such image/,
      ),
    ).toBeInTheDocument();
  });

  it('keeps the end of a log that is too long', async () => {
    const api = new FakeSkeApi({
      kind: 'resource',
      view: inProgress(done('render')),
    });
    api.logText = `${'first line\n'.repeat(5_000)}the last line`;
    await renderWithEntity(<ResourceContent />, resourceEntity(), api);
    await userEvent.click(
      (
        await screen.findAllByRole('button', {
          name: 'Show the log of configure',
        })
      )[0],
    );
    const log = await screen.findByRole('region', { name: 'log configure' });
    expect(await within(log).findByText('the last line')).toBeInTheDocument();
    expect(log.textContent!.split('\n').filter(Boolean)).toHaveLength(1_000);
  });
});

it('says who has requested it', async () => {
  await pageOf(resourceView(ready, { requestedBy: 'user:default/anna' }));
  const [term] = await screen.findAllByText('Requested by');
  expect(term.nextElementSibling).toHaveTextContent('anna');
});

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
    expect(await screen.findByText('v2 is out')).toBeInTheDocument();
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
    const view = promiseOf(
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

it('shows what made what, down to the files', async () => {
  await pageOf(
    resourceView(ready, {
      runs: [run(done('render'))],
      promise: {
        name: 'redis',
        title: 'Redis',
        owner: 'platform',
        health: { state: 'ready', reason: { code: 'reconciled', values: {} } },
      },
      placements: [
        {
          work: 'redis-cache-1',
          destination: 'worker-1',
          state: 'written',
          files: ['redis.yaml'],
        },
      ],
    }),
  );
  await userEvent.click(
    await screen.findByRole('tab', { name: 'Resource tree' }),
  );
  const tree = await screen.findByRole('region', { name: 'Resource tree' });
  const path = (text: string): string[] => {
    const names: string[] = [];
    let item = within(tree).getByText(text).closest('li');
    while (item) {
      names.unshift(item.querySelector('span')!.textContent!);
      item = item.parentElement!.closest('li');
    }
    return names;
  };
  expect(path('redis.yaml')).toEqual([
    'Promiseredis',
    'Rediscachedefault',
    'Workredis-cache-1',
    'Destinationworker-1written',
    'Fileredis.yaml',
  ]);
  expect(path('render')).toEqual([
    'Promiseredis',
    'Rediscachedefault',
    'Jobconfigure-abcconfigure · configure · running',
    'Podconfigure-abc-1',
    'Containerrendersucceeded (exit 0)',
  ]);
});

it('draws the beginning of a huge manifest, and copies all of it', async () => {
  const view = resourceView(ready);
  view.manifest.spec = { config: 'x'.repeat(1_400_000) };
  const copied = jest.fn(async (_text: string) => {});
  await pageOf(view);
  const user = userEvent.setup();
  Object.defineProperty(navigator, 'clipboard', {
    value: { writeText: copied },
    configurable: true,
  });
  await user.click(await screen.findByRole('tab', { name: 'Manifest' }));
  const text = await screen.findByRole('region', { name: 'Manifest' });
  expect(text.textContent!.length).toBeLessThan(101_000);
  expect(
    screen.getByText(/The first 100 kB of 1,4\d\d kB/),
  ).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /Copy/ }));
  expect(copied.mock.calls[0][0].length).toBeGreaterThan(1_400_000);
});

it('draws no script, no javascript: link and no event handler of a summary or message', async () => {
  const hostile = [
    'Hello <script>window.stolen = true</script>',
    '<img src="x" onerror="window.stolen = true">',
    '[open](javascript:window.stolen=true)',
    '[data](data:text/html,<script>window.stolen=true</script>)',
    '<a href="javascript:window.stolen=true">raw</a>',
  ].join('\n\n');
  await renderWithEntity(
    <ResourceContent />,
    resourceEntity({ 'kratix.io/promise-summary': hostile }),
    new FakeSkeApi({
      kind: 'resource',
      view: resourceView({ ...ready, message: hostile }),
    }),
  );
  // Drawn twice: in the summary of the Promise and as the status message.
  expect(await screen.findAllByText(/^Hello/)).toHaveLength(2);
  expect(screen.getAllByText('open')).toHaveLength(2);
  const page = document.body;
  expect(page.querySelector('script, img[onerror], [onerror]')).toBeNull();
  const links = [...page.querySelectorAll('a')].map(
    link => link.getAttribute('href') ?? '',
  );
  expect(links.filter(href => /^\s*(javascript|data):/i.test(href))).toEqual(
    [],
  );
});

const promiseOf = (view: ResourceView): ResourceView => ({
  ...view,
  promise: {
    name: 'redis',
    title: 'Redis',
    owner: 'group:default/platform',
    health: {
      state: 'ready',
      reason: { code: 'promiseAvailable', values: {} },
    },
  },
});

it.each([
  ['failed', 'configureWorkflowFailed', true],
  ['degraded', 'worksFailing', true],
  ['unknown', 'statusUnreadable', true],
  ['deleting', 'deleting', true],
  ['pending', 'promiseUnavailable', true],
  ['paused', 'pausedByPromise', true],
  ['progressing', 'reconciling', true],
  ['paused', 'paused', true],
  ['ready', 'reconciled', false],
] as const)(
  'says whom to ask of what is %s (%s): %s',
  async (state, code, isShown) => {
    const health = { state, reason: { code, values: {} } };
    await pageOf(promiseOf(resourceView(ready, { health })));
    await screen.findAllByText('cache');
    const line = screen.queryByTestId('ske-report-to');
    expect(line?.textContent ?? '').toMatch(isShown ? /Report it to/ : /^$/);
  },
);
