import { readYamlDocuments } from '@syntasso/plugin-ske-common';
import { readYaml } from './readYaml';

it.each([
  ['a list that does not end', 'a: 1\nb: ['],
  ['a mistake before the first document', ']\na: 1'],
  ['a mistake in the second document', 'a: 1\n---\nb: : 2\n'],
  ['what comes after a document', 'a: [1]\n]\nb: 2\n'],
  ['a character that has no meaning', 'a: @b\n'],
  ['an escape that is none', 'a: "\\q"\n'],
  ['a tab for a space', 'a:\n\t- b\n'],
  ['a directive that is none', '%YAML 9\n---\na: [\n'],
  ['an end before the beginning', '...\na: [\n'],
  ['mistakes without end', `[${',"" '.repeat(10_000)}`],
])(
  'finds the same mistake as the reader of ske-common: %s',
  async (_, text) => {
    const read = readYamlDocuments(text);
    const problem = read.kind === 'broken' ? read.problem : '';
    const [place = 'no mistake'] = /line \d+, column \d+$/.exec(problem) ?? [];
    await expect(readYaml(text)).rejects.toThrow(` at ${place}.`);
  },
);

it('finds the same key twice as that reader', async () => {
  const text = 'a: 1\nb: { c: 1 }\na: 2\n';
  expect(readYamlDocuments(text, { uniqueKeys: true })).toMatchObject({
    problem: expect.stringContaining('at line 3,'),
  });
  await expect(readYaml(text)).rejects.toThrow('the key at line 3 is there');
});
