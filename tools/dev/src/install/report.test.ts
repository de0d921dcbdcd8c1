import { readWay, type Claim } from './releases';
import {
  failedStepOf,
  isTrue,
  outcomeOf,
  reasonOf,
  reportTable,
  type Outcome,
} from './report';

const works: Outcome = { kind: 'works' };
const warns: Outcome = { kind: 'works with warnings', because: 'peers: a' };
const fails: Outcome = { kind: 'fails', because: 'types: error TS2305' };

describe('what came of an app', () => {
  it('works when all was well', () => {
    expect(outcomeOf([{ what: 'types', about: 'use' }])).toEqual(works);
  });

  it('fails with all that is wrong', () => {
    expect(
      outcomeOf([
        { what: 'the app', about: 'app' },
        { what: 'types', about: 'use', problem: 'a' },
        { what: 'build', about: 'use', problem: 'b' },
      ]),
    ).toEqual({ kind: 'fails', because: 'types: a; build: b' });
  });

  it('works with warnings when only versions do not fit', () => {
    expect(
      outcomeOf([
        { what: 'types', about: 'use' },
        { what: 'peers', about: 'versions', problem: 'a' },
      ]),
    ).toEqual(warns);
    expect(
      outcomeOf([
        { what: 'peers', about: 'versions', problem: 'a' },
        { what: 'types', about: 'use', problem: 'b' },
      ]),
    ).toEqual({ kind: 'fails', because: 'peers: a; types: b' });
  });

  it('is not known when the app fails without us', () => {
    expect(
      outcomeOf([{ what: 'the app', about: 'app', problem: 'a' }]),
    ).toEqual({ kind: 'not tried', because: 'the app: a' });
  });
});

it.each<[Claim | undefined, Outcome, boolean]>([
  ['yes', works, true],
  ['yes', warns, false],
  ['yes', fails, false],
  ['yes, but Yarn warns', works, true],
  ['yes, but Yarn warns', warns, true],
  ['yes, but Yarn warns', fails, false],
  ['no: too old', warns, false],
  ['yes', { kind: 'not tried', because: '' }, false],
  ['no: too old', works, false],
  ['no: too old', fails, true],
  [undefined, works, true],
  [undefined, fails, true],
])('the README says %s of %j: %s', (claim, outcome, expected) => {
  expect(isTrue(claim, outcome)).toBe(expected);
});

it('says of each app what came of it, and where the README is wrong', () => {
  expect(
    reportTable([
      { way: readWay('new'), outcome: works },
      { way: readWay('legacy'), outcome: fails },
      {
        way: {
          ...{ name: 'new@1.50', system: 'new' },
          release: {
            ...{ backstage: '1.50', createApp: '0.8.2' },
            ...{ flags: {}, claims: {} },
          },
        },
        outcome: warns,
      },
      {
        way: readWay('new@1.41'),
        outcome: { kind: 'not tried', because: 'it\nmakes none | of them' },
      },
    ]),
  ).toBe(
    [
      '| app | create-app | result | the README says |',
      '| --- | --- | --- | --- |',
      '| 1.55, new | 0.9.2 | works | yes |',
      '| 1.55, legacy | 0.9.2 | does not work, because types: error TS2305 | yes (not so) |',
      '| 1.50, new | 0.8.2 | works, but peers: a | nothing |',
      '| 1.41, new | 0.7.1 | could not be tried, because it makes none \\| of them | nothing |',
    ].join('\n'),
  );
});

it.each([
  ['one line', 'one line'],
  [
    'yarn tsc failed:\nsome words\n\u001b[31mpackages/app/src/App.tsx(3,5): error TS2305: no\u001b[39m',
    'yarn tsc failed: packages/app/src/App.tsx(3,5): error TS2305: no',
  ],
  ['yarn x failed:\nnothing special', 'yarn x failed:'],
])('takes the reason out of a log: %j', (message, reason) => {
  expect(reasonOf(new Error(message))).toBe(reason);
});

it('shortens a reason that is long', () => {
  expect(reasonOf(new Error('x'.repeat(1_000)))).toHaveLength(301);
});

it('finds the step of a journey that failed', () => {
  const results = [
    {
      status: 'failed',
      error: { message: 'no title' },
      steps: [
        { title: 'it is there' },
        { title: 'it is live', error: { message: 'Timeout\n  at x' } },
      ],
    },
  ];
  expect(
    failedStepOf({
      suites: [{ title: 'journey', specs: [{ tests: [{ results }] }] }],
    }),
  ).toBe('it is live: Timeout');
  expect(failedStepOf({ suites: [] })).toBeUndefined();
});
