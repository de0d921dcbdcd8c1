import { ConfigReader } from '@backstage/config';
import { errorLinesFromConfig } from './errorLinesFromConfig';

const read = (errorLines?: unknown) =>
  errorLinesFromConfig(
    new ConfigReader(
      errorLines === undefined
        ? {}
        : { ske: { diagnosis: { errorLines: errorLines as never } } },
    ),
  );

it('reads the rules, if there are any', () => {
  expect(read()).toEqual([]);
  expect(read([{ pattern: 'quota', message: 'no quota' }])).toEqual([
    { pattern: /quota/u, message: 'no quota' },
  ]);
});

it('names each rule that is wrong, by its place', () => {
  expect(() =>
    read([{ pattern: 'a' }, { pattern: '(a+)+$' }, { message: 'b' }]),
  ).toThrow(
    /^ske\.diagnosis\.errorLines\[1\]\.pattern: \(a\+\)\+\$ is no pattern of RE2.*; ske\.diagnosis\.errorLines\[2\]\.pattern: /,
  );
  expect(() => read('quota')).toThrow(/^ske\.diagnosis\.errorLines: /);
});
