import { Checks } from './Checks';

it('notes what works, and goes on after what does not', async () => {
  const said: string[] = [];
  const checks = new Checks(text => said.push(text));
  expect(
    await checks.attempt(
      { what: 'app', about: 'app' },
      async () => 3,
      seconds => `${seconds} s`,
    ),
  ).toBe(3);
  expect(
    await checks.attempt({ what: 'types' }, async () => {
      throw new Error('yarn tsc failed:\nhints\nerror TS1: no');
    }),
  ).toBeUndefined();
  expect(await checks.attempt({ what: 'build' }, async () => true)).toBe(true);
  expect(checks.all).toEqual([
    { what: 'app', about: 'app' },
    {
      what: 'types',
      about: 'use',
      problem: 'yarn tsc failed: error TS1: no',
    },
    { what: 'build', about: 'use' },
  ]);
  expect(said).toEqual([
    'app: 3 s',
    'types: DOES NOT WORK. yarn tsc failed:\nhints\nerror TS1: no',
    'build: well',
  ]);
});
