import { whatIsWrong } from './doctor';

const expected = { code: 0, lines: [/^OK {4}config: .* right/m] };
const output = 'OK    config: ske is right\nWARN  packages: two\n';

it('takes an answer with warnings', () => {
  expect(whatIsWrong({ code: 0, output }, expected)).toBeUndefined();
});

it.each([
  [{ code: 2, output }, 'its exit code is 2 instead of 0'],
  [
    { code: 0, output: 'OK    cluster: is there' },
    'it does not say ^OK {4}config: .* right',
  ],
  [
    { code: 0, output: `${output}ERROR cluster: is away\n` },
    'it finds something wrong',
  ],
])('says what is wrong: %j', (answer, wrong) => {
  expect(whatIsWrong(answer, expected)).toBe(wrong);
});

it('takes something wrong where that is expected', () => {
  expect(
    whatIsWrong(
      { code: 1, output: 'ERROR catalog: refused' },
      { code: 1, lines: [/^ERROR catalog: refused$/m] },
    ),
  ).toBeUndefined();
});
