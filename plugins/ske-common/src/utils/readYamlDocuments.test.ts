import { parseAllDocuments } from 'yaml';
import { readYamlDocuments } from './readYamlDocuments';

const contentsOf = (text: string) => {
  const read = readYamlDocuments(text, { uniqueKeys: true });
  return read.kind === 'broken'
    ? read.problem
    : read.documents.map(document => document.toJS());
};

it('reads all documents', () => {
  expect(contentsOf('a: 1\n---\n- b\n---\n')).toEqual([{ a: 1 }, ['b'], null]);
  expect(contentsOf('')).toEqual([]);
  expect(contentsOf('# nothing\n')).toEqual([]);
});

it.each([
  ['a list that does not end', 'a: 1\nb: ['],
  ['a mistake before the first document', ']\na: 1'],
  ['a mistake in the second document', 'a: 1\n---\nb: : 2\n'],
  ['the same key twice', 'a: 1\nb: 2\na: 3\n'],
  ['what comes after a document', 'a: [1]\n]\nb: 2\n'],
])('says what the library says of %s', (_, text) => {
  const [error] = parseAllDocuments(text).flatMap(({ errors }) => errors);
  const [message] = error.message.split('\n');
  expect(contentsOf(text)).toBe(message.replace(/:$/, ''));
});

// With the library's own functions it takes minutes.
it.each([']', '} '])('reads a text of %s up to the first mistake', mistake => {
  const text = `[${mistake.repeat(300_000 / mistake.length)}`;
  expect(String(contentsOf(text))).toMatch(/ at line 1, column \d+$/);
});

it.each([',', '"" '])('says the first mistake of a list of %s', mistake => {
  const text = `[${mistake.repeat(3_000)}`;
  expect(String(contentsOf(text))).toMatch(/ at line 1, column \d+$/);
});

it('says that a text is nested too deep', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(contentsOf(nested(100_000))).toBe(
    'It is nested more than 500 levels deep',
  );
  expect(contentsOf(nested(400))).toHaveLength(1);
});
