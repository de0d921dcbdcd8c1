import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of a line, and whether it differs from the other side. */
export interface DiffPart {
  text: string;
  changed: boolean;
}

/** A row of a difference: a line, or many that are the same on both sides. */
export type DiffRow =
  | { kind: 'same'; text: string }
  | { kind: 'removed' | 'added'; parts: DiffPart[] }
  | { kind: 'folded'; lines: string[] };

/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** Fewer lines than this are not worth folding. */
const WORTH_FOLDING = 4;
/** Texts that differ in more lines are shown one after the other: comparing them takes seconds. */
const MOST_EDITS = 1_000;
/** Longer lines are not compared word by word. */
const LONGEST_COMPARED = 500;
/** Nor are the lines of a part that changes as a whole. */
const MOST_COMPARED = 100;
/** Letters of all lines of a text that are compared word by word. */
const MOST_LETTERS = 20_000;

/**
 * The difference of two texts, line by line, with the words that differ within
 * lines that were changed; what is the same far from any change is folded.
 */
export function diffRows(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = [];
  const texts = [withFinalNewline(before), withFinalNewline(after)] as const;
  const blocks =
    diffLines(...texts, { maxEditLength: MOST_EDITS }) ??
    [
      { value: texts[0], removed: true, added: false },
      { value: texts[1], removed: false, added: true },
    ].filter(({ value }) => value !== '');
  const add = (more: DiffRow[]) => {
    // Not by `push(...more)`: there may be more than a function takes.
    for (const row of more) rows.push(row);
  };
  let lettersLeft = MOST_LETTERS;
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    const next = blocks[index + 1];
    if (block.removed && next?.added) {
      lettersLeft -= block.value.length + next.value.length;
      add(
        changedLines(
          linesOf(block.value),
          linesOf(next.value),
          lettersLeft >= 0,
        ),
      );
      index += 1;
    } else if (block.removed || block.added) {
      const kind = block.removed ? 'removed' : 'added';
      add(
        linesOf(block.value).map(
          text => ({ kind, parts: unchangedPart(text) } as const),
        ),
      );
    } else {
      add(linesOf(block.value).map(text => ({ kind: 'same', text } as const)));
    }
  }
  return folded(rows);
}

/** Whether nothing differs. */
export const isUnchanged = (rows: DiffRow[]) =>
  rows.every(({ kind }) => kind === 'same' || kind === 'folded');

function changedLines(
  removedLines: string[],
  addedLines: string[],
  comparesWords: boolean,
): DiffRow[] {
  const removedRows: DiffRow[] = removedLines.map(text => ({
    kind: 'removed',
    parts: unchangedPart(text),
  }));
  const addedRows: DiffRow[] = addedLines.map(text => ({
    kind: 'added',
    parts: unchangedPart(text),
  }));
  const pairs = comparesWords ? pairLines(removedLines, addedLines) : [];
  for (const [oldIndex, newIndex] of pairs) {
    const [oldLine, newLine] = [removedLines[oldIndex], addedLines[newIndex]];
    if (Math.max(oldLine.length, newLine.length) > LONGEST_COMPARED) continue;
    const words = diffWordsWithSpace(oldLine, newLine);
    removedRows[oldIndex] = {
      kind: 'removed',
      parts: words
        .filter(word => !word.added)
        .map(({ value, removed }) => ({ text: value, changed: removed })),
    };
    addedRows[newIndex] = {
      kind: 'added',
      parts: words
        .filter(word => !word.removed)
        .map(({ value, added }) => ({ text: value, changed: added })),
    };
  }
  return [...removedRows, ...addedRows];
}

/**
 * Which line became which: by its place, where there are as many of both; else by what is
 * before its colon, such as the name of a field.
 */
function pairLines(
  removedLines: string[],
  addedLines: string[],
): [number, number][] {
  if (removedLines.length + addedLines.length > MOST_COMPARED) return [];
  if (removedLines.length === addedLines.length) {
    return removedLines.map((_, index) => [index, index]);
  }
  const pairs: [number, number][] = [];
  let next = 0;
  removedLines.forEach((line, index) => {
    const name = nameOf(line);
    const found = addedLines.findIndex(
      (added, at) => at >= next && name !== undefined && nameOf(added) === name,
    );
    if (found === -1) return;
    pairs.push([index, found]);
    next = found + 1;
  });
  return pairs;
}

const nameOf = (line: string) => /^[^:]*:/.exec(line)?.[0];

function folded(rows: DiffRow[]): DiffRow[] {
  const nearChange = rows.map((_, index) =>
    rows
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ kind }) => kind !== 'same'),
  );
  const result: DiffRow[] = [];
  let hidden: string[] = [];
  const flush = () => {
    if (hidden.length >= WORTH_FOLDING) {
      result.push({ kind: 'folded', lines: hidden });
    } else {
      result.push(...hidden.map(text => ({ kind: 'same', text } as const)));
    }
    hidden = [];
  };
  rows.forEach((row, index) => {
    if (row.kind === 'same' && !nearChange[index]) hidden.push(row.text);
    else {
      flush();
      result.push(row);
    }
  });
  flush();
  return result;
}

const unchangedPart = (text: string): DiffPart[] => [{ text, changed: false }];
const withFinalNewline = (text: string) =>
  text === '' || text.endsWith('\n') ? text : `${text}\n`;
const linesOf = (text: string) => text.replace(/\n$/, '').split('\n');
