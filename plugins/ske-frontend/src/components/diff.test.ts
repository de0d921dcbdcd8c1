import fc from 'fast-check';
import { diffRows, isUnchanged, type DiffRow } from './diff';

const lines = (count: number, text = 'line') =>
  Array.from({ length: count }, (_, i) => `${text} ${i}`).join('\n');

it('shows what changed within a line, and folds what did not', () => {
  const before = `spec:\n  size: small\n${lines(12)}`;
  const rows = diffRows(before, before.replace('small', 'large'));
  expect(rows.slice(0, 3)).toEqual([
    { kind: 'same', text: 'spec:' },
    {
      kind: 'removed',
      parts: [
        { text: '  size: ', changed: false },
        { text: 'small', changed: true },
      ],
    },
    {
      kind: 'added',
      parts: [
        { text: '  size: ', changed: false },
        { text: 'large', changed: true },
      ],
    },
  ]);
  expect(rows.slice(-1)).toEqual([
    { kind: 'folded', lines: expect.arrayContaining(['line 11']) },
  ]);
  expect(isUnchanged(rows)).toBe(false);
});

it('does not fold a few lines', () => {
  expect(diffRows(lines(3), lines(3))).toHaveLength(3);
  expect(isUnchanged(diffRows(lines(9), lines(9)))).toBe(true);
});

it('holds both texts, whatever they are', () => {
  const text = fc
    .array(fc.stringMatching(/^[a-c :]{0,6}$/), { maxLength: 12 })
    .map(all => all.join('\n'));
  const side = (rows: DiffRow[], without: 'added' | 'removed') =>
    rows.flatMap(row => {
      if (row.kind === 'folded') return row.lines;
      if (row.kind === 'same') return [row.text];
      return row.kind === without
        ? []
        : [row.parts.map(part => part.text).join('')];
    });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const rows = diffRows(before, after);
      const plain = (value: string) => value.replace(/\n$/, '');
      expect(side(rows, 'added').join('\n')).toBe(plain(before));
      expect(side(rows, 'removed').join('\n')).toBe(plain(after));
    }),
  );
});

it('compares texts of thousands of lines that have nothing in common at once', () => {
  const rows = diffRows(lines(20_000, 'old'), lines(20_000, 'new'));
  expect(rows).toHaveLength(40_000);
  expect(rows[0]).toEqual({
    kind: 'removed',
    parts: [{ text: 'old 0', changed: false }],
  });
});

it('compares the words of lines for the same field, also where one is added before', () => {
  const rows = diffRows(
    'size: small\nplace: here\n',
    'name: new\nsize: large\nplace: there\n',
  );
  const marked = rows.flatMap(row =>
    'parts' in row
      ? row.parts.filter(({ changed }) => changed).map(({ text }) => text)
      : [],
  );
  expect(marked).toEqual(['small', 'here', 'large', 'there']);
});

it('does not compare long lines word by word', () => {
  const words = (word: string) => `${word} `.repeat(100_000);
  const rows = diffRows(words('old'), words('new'));
  expect(rows.map(row => 'parts' in row && row.parts.length)).toEqual([1, 1]);
});

it('takes a file of more lines than a function takes arguments', () => {
  const rows = diffRows('', '\n'.repeat(200_000));
  expect(rows).toHaveLength(200_000);
});

it('compares the words of the first lines only, where many change', () => {
  const text = (word: string) =>
    Array.from(
      { length: 300 },
      (_, n) => `${n}\n${`${word} `.repeat(120)}\n`,
    ).join('');
  const rows = diffRows(text('old'), text('new'));
  const marked = rows.filter(
    row => 'parts' in row && row.parts.some(({ changed }) => changed),
  );
  expect(marked.length).toBeGreaterThan(0);
  expect(marked.length).toBeLessThan(100);
});
