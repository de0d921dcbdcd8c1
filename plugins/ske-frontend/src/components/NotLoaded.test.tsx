import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSkeApi, renderWithEntity, resourceEntity } from '../__testUtils__';
import { LazyDiff } from './LazyDiff';
import { LogToggle } from './LogToggle';

let mockIsOffline = true;
jest.mock('./Log', () => {
  if (mockIsOffline) throw new Error('Loading chunk 7 failed');
  const { createElement } = jest.requireActual('react');
  return { Log: () => createElement('p', null, 'The log') };
});
jest.mock('./Diff', () => {
  if (mockIsOffline) throw new Error('Loading chunk 8 failed');
  const { createElement } = jest.requireActual('react');
  return { Diff: () => createElement('p', null, 'The difference') };
});

beforeEach(() => {
  mockIsOffline = true;
});

const log = (
  <LogToggle
    run={{
      job: 'configure-abc',
      namespace: 'default',
      pipeline: 'configure',
      action: 'configure',
      state: 'running',
      pod: 'configure-abc-1',
      containers: [],
    }}
    objectRef={{
      apiVersion: 'marketplace.example.org/v1',
      kind: 'Redis',
      namespace: 'default',
      name: 'cache',
    }}
    title="configure"
    initiallyOpen
  />
);

it.each([
  {
    what: 'the log',
    part: log,
    title: 'What shows the log could not be loaded',
    detail: /Loading chunk 7 failed/,
    loaded: 'The log',
  },
  {
    what: 'a difference',
    part: <LazyDiff label="Comparison" before="a" after="b" />,
    title: 'What shows the differences could not be loaded',
    detail: /Loading chunk 8 failed/,
    loaded: 'The difference',
  },
])(
  'says in the place of $what that it cannot be shown, and loads it again',
  async ({ part, title, detail, loaded }) => {
    await renderWithEntity(
      <>
        <p>The page</p>
        {part}
      </>,
      resourceEntity(),
      new FakeSkeApi(),
    );
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.getByText(detail)).toBeInTheDocument();
    expect(screen.getByText('The page')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Reload page' })).toBeEnabled();
    // By keyboard. Where it fails again, the focus is on the button that is there then.
    const retry = screen.getByRole('button', { name: 'Retry' });
    act(() => retry.focus());
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(retry).not.toBeInTheDocument());
    expect(await screen.findByRole('button', { name: 'Retry' })).toHaveFocus();
    mockIsOffline = false;
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText(loaded)).toBeVisible();
    expect(screen.queryByText(title)).not.toBeInTheDocument();
  },
);
