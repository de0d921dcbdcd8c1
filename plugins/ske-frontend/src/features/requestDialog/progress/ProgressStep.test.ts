import { readableLog } from './ProgressStep';

it('has what happened, and no times, colours or stacks', () => {
  const log = [
    '2026-11-26T06:00:00.000Z Beginning step Request it',
    '2026-11-26T06:00:01.000Z \u001b[32minfo\u001b[39m: looked at 3 files at 6:00:01',
    [
      '2026-11-26T06:00:02.000Z InputError: spec.size: is required',
      '    at check (/app/node_modules/@syntasso/plugin/dist/check.cjs.js:10:11)',
      '    at async Promise.all (index 0)',
      '    at new Promise (<anonymous>)',
      '    at process.processTicksAndRejections (node:internal/process:103:5)',
      '  at most 3 are allowed',
    ].join('\n'),
  ];
  expect(readableLog(log)).toBe(
    [
      'Beginning step Request it',
      'info: looked at 3 files at 6:00:01',
      'InputError: spec.size: is required',
      '  at most 3 are allowed',
    ].join('\n'),
  );
});
