import { requirementsOf } from './requirements';

it('reads what a Promise requires, however malformed', () => {
  expect(
    requirementsOf({
      spec: {
        requiredPromises: [
          { name: 'kafka', version: 'v2' },
          { name: 'issuer' },
          { name: 'vault', version: 1 },
          'oops',
        ],
      },
      status: {
        requiredPromises: [
          {
            name: 'kafka',
            state: 'Requirement not installed at the specified version',
          },
          { name: 'issuer', state: 'Requirement installed' },
          { name: 'vault', state: {} },
        ],
      },
    }),
  ).toEqual([
    { name: 'kafka', version: 'v2', state: 'otherVersion' },
    { name: 'issuer', version: undefined, state: 'installed' },
    { name: 'vault', version: undefined, state: 'unknown' },
  ]);
  expect(requirementsOf(undefined)).toEqual([]);
});
