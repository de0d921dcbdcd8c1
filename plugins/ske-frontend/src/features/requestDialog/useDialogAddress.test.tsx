import { StrictMode, useRef } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  MemoryRouter,
  Route,
  Routes,
  useLocation,
  useNavigate,
} from 'react-router-dom';
import { useDialogAddress } from './useDialogAddress';

/** A button and its dialog. */
function Place(props: {
  name: string;
  kind?: 'request' | 'update';
  subject?: string;
  canOpen?: boolean;
  isOneOfMany?: boolean;
}) {
  const { name, kind = 'request', subject = 'redis', canOpen = true } = props;
  const { isOneOfMany } = props;
  const { isOpen, open, close, leave, markSent } = useDialogAddress(
    kind,
    subject,
    canOpen,
    { isOneOfMany },
  );
  const lastClose = useRef(close);
  if (isOpen) lastClose.current = close;
  return (
    <>
      <button onClick={open}>{name}</button>
      <button
        onClick={() => {
          open();
          open();
        }}
      >{`${name} in a hurry`}</button>
      <button
        onClick={() => lastClose.current()}
      >{`Close ${name} late`}</button>
      {isOpen && (
        <div role="dialog" aria-label={name}>
          <button onClick={close}>Close</button>
          <button
            onClick={() => {
              close();
              close();
            }}
          >
            Close in a hurry
          </button>
          <button onClick={leave}>Leave</button>
          <button onClick={() => markSent(true)}>Send</button>
          <button onClick={() => markSent(false)}>Fail</button>
        </div>
      )}
    </>
  );
}

/** The browser's own buttons. */
function Browser() {
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  return (
    <>
      <output>{pathname + search + hash}</output>
      <button onClick={() => navigate(-1)}>Back</button>
      <button onClick={() => navigate(1)}>Forward</button>
      <button onClick={() => navigate('/elsewhere')}>Follow a link</button>
    </>
  );
}

function show(address: string, places: JSX.Element) {
  const page = (element: JSX.Element) => (
    <MemoryRouter initialEntries={['/before', address]} initialIndex={1}>
      <Browser />
      <Routes>
        <Route path="/page" element={element} />
        <Route path="*" element={null} />
      </Routes>
    </MemoryRouter>
  );
  const { rerender } = render(page(places));
  const user = userEvent.setup();
  return {
    press: async (...names: string[]) => {
      for (const name of names) {
        await user.click(screen.getByRole('button', { name }));
      }
    },
    change: (next: JSX.Element) => rerender(page(next)),
  };
}

const address = () => screen.getByRole('status').textContent;
const dialogs = () =>
  screen.queryAllByRole('dialog').map(one => one.getAttribute('aria-label'));

it('is opened and closed, and the page is where it was', async () => {
  const { press } = show('/page?tab=a', <Place name="one" />);
  expect(dialogs()).toEqual([]);
  await press('one');
  expect([dialogs(), address()]).toEqual([['one'], '/page?tab=a&ske=request']);
  await press('Close');
  expect([dialogs(), address()]).toEqual([[], '/page?tab=a']);
  await press('one', 'Close in a hurry');
  expect([dialogs(), address()]).toEqual([[], '/page?tab=a']);
  // There is nothing in between that one would have to go back through.
  await press('Back');
  expect(address()).toBe('/before');
});

it("is closed by the browser's Back, and opened by Forward", async () => {
  const { press } = show('/page', <Place name="one" kind="update" />);
  await press('one');
  expect(address()).toBe('/page?ske=update');
  await press('Back');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('Forward');
  expect(dialogs()).toEqual(['one']);
  await press('Close');
  expect([dialogs(), address()]).toEqual([[], '/page']);
});

it('is opened by a link, and closing it does not leave the page', async () => {
  const { press } = show('/page?tab=a&ske=request', <Place name="one" />);
  expect(dialogs()).toEqual(['one']);
  await press('Close');
  expect([dialogs(), address()]).toEqual([[], '/page?tab=a']);
  await press('Back');
  expect(address()).toBe('/before');
});

it('opens one of several, the right one', async () => {
  const { press, change } = show(
    '/page',
    <>
      <Place name="first" />
      <Place name="second" />
      <Place name="of another" subject="kafka" />
      <Place name="change" kind="update" />
    </>,
  );
  await press('second');
  expect(dialogs()).toEqual(['first']);
  await press('Close', 'of another');
  expect(dialogs()).toEqual(['of another']);
  await press('Close', 'change');
  expect(dialogs()).toEqual(['change']);
  await press('Close', 'first');
  // Where it was shown is gone, such as a card that is taken away.
  change(<Place name="the only one" />);
  expect(dialogs()).toEqual(['the only one']);
});

it('is not opened again once it is sent', async () => {
  const { press } = show('/page', <Place name="one" />);
  await press('one', 'Send');
  expect(dialogs()).toEqual(['one']);
  await press('Follow a link', 'Back');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('one', 'Send', 'Fail', 'Follow a link', 'Back');
  expect(dialogs()).toEqual(['one']);
});

it('waits until it can be opened, and then stays', () => {
  const { change } = show(
    '/page?ske=request',
    <Place name="one" canOpen={false} />,
  );
  expect(dialogs()).toEqual([]);
  change(<Place name="one" />);
  expect(dialogs()).toEqual(['one']);
  change(<Place name="one" canOpen={false} />);
  expect(dialogs()).toEqual(['one']);
});

it('leaves alone what else is in the address, and values that it does not know', async () => {
  const { press } = show('/page?tab=a&ske=nonsense#part', <Place name="one" />);
  expect(dialogs()).toEqual([]);
  await press('one');
  expect([dialogs(), address()]).toEqual([
    ['one'],
    '/page?tab=a&ske=request#part',
  ]);
  await press('Close');
  expect([dialogs(), address()]).toEqual([[], '/page?tab=a&ske=nonsense#part']);
});

it('makes one entry of the history, also for a double click', async () => {
  const { press } = show('/page', <Place name="one" />);
  await press('one in a hurry');
  expect(dialogs()).toEqual(['one']);
  await press('one', 'Back');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('Back');
  expect(address()).toBe('/before');
});

it('does not leave the page when it is closed after Back', async () => {
  const { press } = show('/page', <Place name="one" />);
  await press('one', 'Back', 'Close one late');
  expect([dialogs(), address()]).toEqual([[], '/page']);
});

it('is taken out of the address where the page is left next', async () => {
  const { press } = show('/page', <Place name="one" />);
  await press('one', 'Leave');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('Follow a link', 'Back');
  expect([dialogs(), address()]).toEqual([[], '/page']);
});

it('names what it is about on a page about many things', async () => {
  const page = (
    <>
      <Place name="redis" subject="redis" isOneOfMany />
      <Place name="kafka" subject="kafka" isOneOfMany />
    </>
  );
  const { press } = show('/page?ske=request.kafka', page);
  expect(dialogs()).toEqual(['kafka']);
  await press('Close', 'redis');
  expect([dialogs(), address()]).toEqual([
    ['redis'],
    '/page?ske=request.redis',
  ]);
  await press('Back');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('Forward');
  expect(dialogs()).toEqual(['redis']);
});

it('is opened and closed once where React runs effects twice', async () => {
  const { press } = show(
    '/page?ske=request',
    <StrictMode>
      <Place name="one" />
      <Place name="two" />
    </StrictMode>,
  );
  expect(dialogs()).toEqual(['one']);
  await press('Close', 'two', 'Close');
  expect([dialogs(), address()]).toEqual([[], '/page']);
  await press('Back');
  expect(address()).toBe('/before');
});
