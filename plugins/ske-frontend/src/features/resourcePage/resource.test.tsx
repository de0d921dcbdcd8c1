import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeSkeApi,
  renderWithEntity,
  resourceEntity,
  resourceView,
} from '../../__testUtils__';
import {
  done,
  pageOf,
  ofPromise,
  ready,
  run,
  running,
} from './__testUtils__/resourcePage';
import { ResourceContent } from './ResourceContent';

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
    await pageOf(ofPromise(resourceView(ready, { health })));
    await screen.findAllByText('cache');
    const line = screen.queryByTestId('ske-report-to');
    expect(line?.textContent ?? '').toMatch(isShown ? /Report it to/ : /^$/);
  },
);
