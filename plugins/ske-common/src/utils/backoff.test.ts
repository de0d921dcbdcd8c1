import { Backoff } from './backoff';

const timing = { firstMs: 100, longestMs: 1_000 };

afterEach(() => jest.restoreAllMocks());

it.each([
  ['whole', 1, [100, 200, 400, 800, 1_000, 1_000]],
  ['half', 0, [50, 100, 200, 400, 500, 500]],
])(
  'doubles the pause up to the longest; %s with jitter %s',
  (_, random, all) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    const backoff = new Backoff(timing);
    expect(all.map(() => backoff.fail())).toEqual(all);
    expect(backoff.failures).toBe(all.length);
  },
);

it('begins again after a success', () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const backoff = new Backoff(timing);
  backoff.fail();
  backoff.fail();
  backoff.reset();
  expect(backoff.failures).toBe(0);
  expect(backoff.fail()).toBe(100);
});

it('waits as long as a server asks for, and never less than by itself', () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const backoff = new Backoff(timing);
  expect(backoff.fail(new Date(1_005_000))).toBe(5_000);
  expect(backoff.fail(new Date(999_000))).toBe(200);
});

it('stays at the longest after very many failures', () => {
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const backoff = new Backoff(timing);
  for (let n = 0; n < 2_000; n += 1) backoff.fail();
  expect(backoff.fail()).toBe(1_000);
});

it('heeds a server that wants to be asked later, but not for ever', () => {
  const backoff = new Backoff({ firstMs: 10, longestMs: 100 });
  const inMs = (ms: number) => new Date(Date.now() + ms);
  const aMinute = backoff.fail(inMs(60_000));
  expect(aMinute).toBeGreaterThan(59_000);
  expect(aMinute).toBeLessThanOrEqual(60_000);
  expect(backoff.fail(inMs(86_400_000))).toBe(300_000);
});
