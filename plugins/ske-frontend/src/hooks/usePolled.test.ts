import { act, renderHook } from '@testing-library/react';
import { usePolled } from './usePolled';

const pauseAfter = () => 10_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const pass = (ms: number) =>
  act(async () => {
    await jest.advanceTimersByTimeAsync(ms);
  });

/** Who is asked, and how the test answers, oldest question first. */
function newQuestion() {
  const open: Record<'answer' | 'fail', (value: string) => void>[] = [];
  const ask = jest.fn(
    () =>
      new Promise<string>((resolve, reject) => {
        open.push({
          answer: resolve,
          fail: () => reject(new Error('no answer')),
        });
      }),
  );
  const settle = (how: 'answer' | 'fail', value = '') =>
    act(async () => {
      open.shift()?.[how](value);
    });
  return {
    ask,
    answer: (value: string) => settle('answer', value),
    fail: () => settle('fail'),
  };
}

const poll = (ask: () => Promise<string>) =>
  renderHook(props => usePolled(props.ask, pauseAfter), {
    initialProps: { ask },
  });

it('asks again after the pause, and never two at once', async () => {
  const { ask, answer } = newQuestion();
  const { result } = poll(ask);
  expect(result.current.value).toBeUndefined();
  await pass(60_000);
  act(() => result.current.retry());
  expect(ask).toHaveBeenCalledTimes(1);
  await answer('first');
  expect(result.current.value).toBe('first');
  await pass(9_000);
  expect(ask).toHaveBeenCalledTimes(1);
  await pass(1_000);
  expect(ask).toHaveBeenCalledTimes(2);
  await answer('second');
  expect(result.current.value).toBe('second');
  act(() => result.current.retry());
  expect(ask).toHaveBeenCalledTimes(3);
});

it('shows no answer to another question, whenever that comes', async () => {
  const one = newQuestion();
  const other = newQuestion();
  const { result, rerender } = poll(one.ask);
  await one.answer('of one');
  await pass(10_000);
  rerender({ ask: other.ask });
  expect(result.current.value).toBeUndefined();
  await other.answer('of the other');
  await one.answer('of one, late');
  expect(result.current.value).toBe('of the other');
  await pass(10_000);
  expect(one.ask).toHaveBeenCalledTimes(2);
  expect(other.ask).toHaveBeenCalledTimes(2);
});

it('keeps the last answer when asking fails, and waits longer each time', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const { ask, answer, fail } = newQuestion();
  const { result } = poll(ask);
  await answer('first');
  await pass(10_000);
  await fail();
  expect(result.current.value).toBe('first');
  expect(result.current.error?.message).toBe('no answer');
  for (const pauseMs of [4_000, 8_000, 16_000]) {
    const { length } = ask.mock.calls;
    await pass(pauseMs - 1);
    expect(ask).toHaveBeenCalledTimes(length);
    await pass(1);
    expect(ask).toHaveBeenCalledTimes(length + 1);
    await fail();
  }
  act(() => result.current.retry());
  await answer('again');
  expect(result.current).toMatchObject({ value: 'again', error: undefined });
  await pass(10_000);
  expect(ask).toHaveBeenCalledTimes(7);
});

it('does not ask while the tab is hidden, and at once when it is shown and due', async () => {
  const isHidden = jest.spyOn(document, 'hidden', 'get');
  const show = (shown: boolean) => {
    isHidden.mockReturnValue(!shown);
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const { ask, answer } = newQuestion();
  poll(ask);
  await answer('first');
  show(false);
  await pass(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
  show(true);
  await pass(0);
  expect(ask).toHaveBeenCalledTimes(2);
  // Hidden while it is asked, and shown before it is due.
  show(false);
  await answer('second');
  await pass(4_000);
  show(true);
  await pass(5_000);
  expect(ask).toHaveBeenCalledTimes(2);
  await pass(1_000);
  expect(ask).toHaveBeenCalledTimes(3);
});

it('asks only when the tab is shown, also if something calls for it before', async () => {
  const isHidden = jest.spyOn(document, 'hidden', 'get');
  const { ask, answer } = newQuestion();
  const { result } = poll(ask);
  await answer('first');
  isHidden.mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  act(() => result.current.retry());
  await pass(1_000);
  expect(ask).toHaveBeenCalledTimes(1);
  isHidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  await pass(0);
  expect(ask).toHaveBeenCalledTimes(2);
});

it('ends with the component, also while it is asked', async () => {
  const { ask, answer } = newQuestion();
  const { unmount } = poll(ask);
  unmount();
  await answer('late');
  document.dispatchEvent(new Event('visibilitychange'));
  await pass(60_000);
  expect(ask).toHaveBeenCalledTimes(1);
});
