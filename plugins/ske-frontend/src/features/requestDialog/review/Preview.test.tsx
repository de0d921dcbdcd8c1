import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import type { PreviewState } from '@syntasso/plugin-ske-common';
import { FakeSkeApi } from '../../../__testUtils__';
import { skeApiRef } from '../../../api/SkeApi';
import { Preview } from './Preview';

/** Shows the preview of a request; the test says what the backend answers. */
async function show() {
  const api = new FakeSkeApi();
  const asked: { signal: AbortSignal; tell: (state: PreviewState) => void }[] =
    [];
  let end: (error?: Error) => void = () => {};
  api.preview = (_manifest, _mode, tell, signal) => {
    asked.push({ signal: signal!, tell });
    return new Promise((resolve, reject) => {
      end = error => (error ? reject(error) : resolve());
    });
  };
  const rendered = await renderInTestApp(
    <TestApiProvider apis={[[skeApiRef, api]]}>
      <Preview manifest="kind: Redis" mode="update" />
    </TestApiProvider>,
  );
  const press = (name: string) =>
    userEvent.click(screen.getByRole('button', { name }));
  return { ...rendered, asked, press, end: (error?: Error) => end(error) };
}

const pipeline = (name: string, phase: string) => ({ name, phase });
const done: PreviewState = {
  kind: 'done',
  summary: '# Two files',
  files: [
    {
      path: 'a/app.yaml',
      change: 'changed',
      before: 'size: small',
      after: 'size: large',
    },
    { path: 'a/new.yaml', change: 'added', after: 'kind: New' },
    { path: 'a/same.yaml', change: 'unchanged', before: 'x', after: 'x' },
    { path: 'a/image.png', change: 'added', omitted: 'notText' },
  ],
  filesOmitted: 3,
  failures: [{ promise: 'redis', name: 'cache', message: 'no room' }],
};

it('costs the platform nothing until somebody asks for it', async () => {
  const { asked, press } = await show();
  expect(asked).toHaveLength(0);
  await press('Show what it would write');
  expect(asked).toHaveLength(1);
});

it('says how far it is, and then which files are new and which change', async () => {
  const { asked, press, end } = await show();
  await press('Show what it would write');
  expect(await screen.findByText(/Waiting for the platform/)).toBeVisible();
  asked[0].tell({
    kind: 'running',
    pipelines: [
      pipeline('network', 'Succeeded'),
      pipeline('database', 'Running'),
    ],
  });
  expect(
    await screen.findByText('Pipeline database runs: 1 of 2 done …'),
  ).toBeVisible();
  asked[0].tell({
    kind: 'running',
    pipelines: [
      pipeline('network', 'Succeeded'),
      pipeline('database', 'Succeeded'),
    ],
  });
  expect(await screen.findByText(/The pipelines are done/)).toBeVisible();
  asked[0].tell(done);
  end();
  await userEvent.click(
    await screen.findByRole('button', { name: /a\/app.yaml/ }),
  );
  expect(screen.getByRole('region', { name: 'a/app.yaml' })).toHaveTextContent(
    '- size: small+ size: large',
  );
  expect(screen.getByRole('button', { name: /a\/new.yaml/ })).toHaveTextContent(
    'new',
  );
  expect(screen.queryByText(/same.yaml/)).not.toBeInTheDocument();
  expect(screen.getByText('Files that stay as they are: 1')).toBeVisible();
  expect(screen.getByText('Files that are not shown: 3')).toBeVisible();
  expect(screen.getByText(/redis cache: no room/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: /image.png/ }));
  expect(screen.getByText('It is not text.')).toBeVisible();
});

it.each([
  [
    {
      reason: 'workflow',
      health: {
        state: 'failed',
        reason: { code: 'configureWorkflowFailed', values: {} },
      },
    },
    /would probably fail the same way/,
  ],
  [{ reason: 'unanswered' }, /featureFlags.dryRun/],
  [{ reason: 'tooSlow' }, /within three minutes/],
] as const)('says what to make of %j', async (failure, text) => {
  const { asked, press, end } = await show();
  await press('Show what it would write');
  asked[0].tell({ kind: 'failed', ...failure } as PreviewState);
  end();
  expect(await screen.findByRole('alert')).toHaveTextContent(text);
  await press('Show again');
  expect(asked).toHaveLength(2);
});

it('says which pipeline failed, and where its log is', async () => {
  const { asked, press, end } = await show();
  await press('Show what it would write');
  asked[0].tell({
    kind: 'running',
    pipelines: [
      pipeline('network', 'Succeeded'),
      { ...pipeline('database', 'Failed'), message: 'no room' },
    ],
  });
  asked[0].tell({ kind: 'failed', reason: 'workflow' });
  end();
  const failure = await screen.findByRole('alert');
  const pipelines = within(failure).getByRole('list', { name: 'Pipelines' });
  expect(
    within(pipelines)
      .getAllByRole('listitem')
      .map(item => item.textContent),
  ).toEqual(['network: done', 'database: failed, no room']);
  expect(failure).toHaveTextContent('Its log is not kept');
  // Of another run it says nothing.
  await press('Show again');
  asked[1].tell({ kind: 'failed', reason: 'unanswered' });
  end();
  expect(await screen.findByRole('alert')).not.toHaveTextContent('database');
});

it('tells why it could not be asked, also of a connection that breaks off', async () => {
  const { asked, press, end } = await show();
  await press('Show what it would write');
  end(new Error('You may not update it'));
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'You may not update it You can still send the request.',
  );
  await press('Show again');
  asked[1].tell({ kind: 'running', pipelines: [] });
  end();
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The connection ended before the platform answered.',
  );
});

it('ends on the platform when it is stopped, asked again, or left', async () => {
  const { asked, press, unmount } = await show();
  await press('Show what it would write');
  await press('Stop');
  expect(asked[0].signal.aborted).toBe(true);
  expect(
    screen.getByRole('button', { name: 'Show what it would write' }),
  ).toBeVisible();
  await press('Show what it would write');
  unmount();
  await waitFor(() => expect(asked[1].signal.aborted).toBe(true));
});

it('compares a file only when it is opened', async () => {
  const { asked, press, end } = await show();
  await press('Show what it would write');
  asked[0].tell(done);
  end();
  const trigger = await screen.findByRole('button', { name: /a\/new.yaml/ });
  expect(screen.queryByText(/kind: New/)).toBeNull();
  await userEvent.click(trigger);
  expect(screen.getByText(/kind: New/)).toBeVisible();
});
