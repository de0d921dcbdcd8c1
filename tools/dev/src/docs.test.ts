import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root';

const WHERE = readFileSync(join(root, 'docs/where.md'), 'utf8');

/** Rows of the tables: what decides something, and its test. */
const rows = WHERE.split('\n')
  .filter(line => line.startsWith('| ') && line.includes('.ts`'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, question, , decidedIn, test]) => ({ question, decidedIn, test }));

const codeIn = (cell: string) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const isPath = (code: string) => /\.(ts|tsx|md)$/.test(code);

/** The file that a path means: whole, below the same package or beside the first one. */
function findFile(path: string, first: string): string | undefined {
  const [name] = first.split('/');
  return [
    join('plugins', path),
    join('plugins', name, 'src', path),
    join('plugins', dirname(first), path),
    path,
  ].find(candidate => existsSync(join(root, candidate)));
}

it('has questions to check', () => {
  expect(rows.length).toBeGreaterThan(30);
});

it.each(rows)('$question', ({ decidedIn, test }) => {
  for (const cell of [decidedIn, test]) {
    const codes = codeIn(cell);
    const paths = codes.filter(isPath);
    const files = paths.map(path => findFile(path, paths[0]));
    expect({ cell, files }).toEqual({
      cell,
      files: paths.map(() => expect.any(String)),
    });
    const text = files
      .map(file => readFileSync(join(root, file ?? ''), 'utf8'))
      .join('\n');
    for (const name of codes.filter(code => !isPath(code))) {
      expect({ cell, missing: text.includes(name) ? undefined : name }).toEqual(
        {
          cell,
          missing: undefined,
        },
      );
    }
  }
});
