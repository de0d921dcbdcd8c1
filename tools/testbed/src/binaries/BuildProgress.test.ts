import {
  BuildProgress,
  describeLeft,
  estimateLeft,
  expectTimes,
} from './BuildProgress';

const expected = { fetch: 20_000, modules: 60_000, compile: 300_000 };

describe('estimateLeft', () => {
  it('adds what is expected of later steps', () => {
    expect(estimateLeft(expected, { step: 'fetch', elapsedMs: 0 })).toBe(
      380_000,
    );
    expect(estimateLeft(expected, { step: 'modules', elapsedMs: 20_000 })).toBe(
      340_000,
    );
  });

  it('goes by what is done, as soon as that says something', () => {
    const of = (fraction: number, elapsedMs: number) =>
      estimateLeft(expected, { step: 'compile', elapsedMs, fraction });
    expect(of(0.05, 100_000)).toBe(200_000);
    expect(of(0.5, 200_000)).toBe(200_000);
    expect(of(0.8, 200_000)).toBeCloseTo(50_000);
    expect(of(1, 200_000)).toBe(0);
  });

  it('never says that a step which takes longer is over', () => {
    expect(
      estimateLeft(expected, { step: 'compile', elapsedMs: 900_000 }),
    ).toBe(30_000);
  });
});

it.each([
  [10_000, 'less than a minute left'],
  [60_000, 'about 1 minute left'],
  [290_000, 'about 5 minutes left'],
])('says %d ms in words', (milliseconds, words) => {
  expect(describeLeft(milliseconds)).toBe(words);
});

it('expects less of a machine with more cores', () => {
  expect(expectTimes(10, 2).compile).toBe(300_000);
  expect(expectTimes(10, 8).compile).toBe(75_000);
});

it('says steps and time in the terminal, not more often than every ten seconds', () => {
  let now = 0;
  const said: string[] = [];
  const progress = new BuildProgress({
    what: 'The platform',
    expected,
    say: text => said.push(text),
    now: () => now,
  });
  progress.report('fetch', 'looking');
  progress.report('modules', 'downloading a');
  now = 9_000;
  progress.report('modules', 'downloading b');
  now = 20_000;
  progress.report('modules', 'downloading c');
  now = 60_000;
  progress.report('compile', 'compiled 0 of 10');
  now = 120_000;
  progress.report('compile', 'compiled 5 of 10', 0.5);
  expect(said).toEqual([
    'The platform is being built: step 1 of 3, about 6 minutes left: looking',
    'The platform is being built: step 2 of 3, about 6 minutes left: downloading a',
    'The platform is being built: step 2 of 3, about 6 minutes left: downloading c',
    'The platform is being built: step 3 of 3, about 5 minutes left: compiled 0 of 10',
    'The platform is being built: step 3 of 3, about 1 minute left: compiled 5 of 10',
  ]);
  now = 150_000;
  expect(progress.text).toBe(
    'The platform is being built: step 3 of 3, about 2 minutes left',
  );
});
