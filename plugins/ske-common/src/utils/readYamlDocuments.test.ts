import { parseAllDocuments, Parser } from 'yaml';
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

/** Counts the items of a list that are read from now on. */
function countItems() {
  let count = 0;
  const { end } = Parser.prototype;
  jest
    .spyOn(Parser.prototype, 'end')
    .mockImplementation(function* endAndWatch(this: Parser) {
      for (const token of end.call(this)) {
        const list = token.type === 'document' ? token.value : undefined;
        const items = list?.type === 'flow-collection' ? list.items : [];
        for (const item of items) {
          const { start } = item;
          Object.defineProperty(item, 'start', {
            get() {
              count += 1;
              return start;
            },
          });
        }
        yield token;
      }
    });
  return () => count;
}

it('looks at no item of a list after the first mistake', () => {
  const counted = countItems();
  try {
    contentsOf('[a, b, c]');
    expect(counted()).toBe(3);
    expect(contentsOf(`["" ${'"" '.repeat(3_000)}`)).toMatch(/ at line 1/);
    expect(counted()).toBeLessThan(10);
  } finally {
    jest.restoreAllMocks();
  }
});

it('finds a key that is there twice, however deep and among how many', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `  k${index}: 1\n`);
  expect(contentsOf(`a:\n${lines.join('')}  k7: 2\n`)).toBe(
    'Map keys must be unique at line 1002, column 3',
  );
  expect(contentsOf('{ a: 1, "1": 2, 1: 3 }')).toEqual([{ a: 1, 1: 3 }]);
});

it('says where the first mistake is', () => {
  const text = 'a: 1\nb: 2\na: 3\n';
  expect(readYamlDocuments(text, { uniqueKeys: true })).toMatchObject({
    kind: 'broken',
    at: [10, 11],
  });
  expect(readYamlDocuments('a: @b\n')).toMatchObject({ at: [3, 4] });
});

it('keeps integers exact, where that is asked for', () => {
  const read = readYamlDocuments('9007199254740993', { intAsBigInt: true });
  expect(read).toMatchObject({ kind: 'documents' });
  const [document] = read.kind === 'documents' ? read.documents : [];
  expect(document.toJS()).toBe(9007199254740993n);
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
