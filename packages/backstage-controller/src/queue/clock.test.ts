import { systemClock } from './clock';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it('does not go back when the clock of the machine does', () => {
  const before = systemClock.now();
  jest.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

it('tells the time', () => {
  const hour = 3_600_000;
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(hour);
});

it('does not do at once what is months away', () => {
  jest.useFakeTimers();
  const act = jest.fn();
  systemClock.after(2_000 * 3_600_000, act);
  jest.advanceTimersByTime(3_600_000);
  expect(act).not.toHaveBeenCalled();
  jest.advanceTimersByTime(25 * 24 * 3_600_000);
  expect(act).toHaveBeenCalledTimes(1);
});
