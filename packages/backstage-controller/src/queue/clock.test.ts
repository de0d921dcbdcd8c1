import { systemClock } from './clock';

afterEach(() => jest.restoreAllMocks());

it('does not go back when the clock of the machine does', () => {
  const before = systemClock.now();
  jest.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

it('tells the time', () => {
  const hour = 3_600_000;
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(hour);
});
