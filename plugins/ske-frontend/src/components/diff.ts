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

/**
 * The difference of two texts, line by line, with the words that differ within
 * lines that were changed; what is the same far from any change is folded.
 */
export function diffRows(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = [];
  const blocks = diffLines(withFinalNewline(before), withFinalNewline(after));
  for (let index = 0; index < blocks.length; index += 1) {
    const block = blocks[index];
    const next = blocks[index + 1];
    if (block.removed && next?.added) {
      rows.push(...changedLines(linesOf(block.value), linesOf(next.value)));
      index += 1;
    } else if (block.removed || block.added) {
      const kind = block.removed ? 'removed' : 'added';
      rows.push(
        ...linesOf(block.value).map(
          text => ({ kind, parts: unchangedPart(text) } as const),
        ),
      );
    } else {
      rows.push(
        ...linesOf(block.value).map(text => ({ kind: 'same', text } as const)),
      );
    }
  }
  return folded(rows);
}

/** Whether nothing differs. */
export const isUnchanged = (rows: DiffRow[]) =>
  rows.every(({ kind }) => kind === 'same' || kind === 'folded');

function changedLines(removedLines: string[], addedLines: string[]): DiffRow[] {
  const removedRows: DiffRow[] = [];
  const addedRows: DiffRow[] = [];
  const lineCount = Math.max(removedLines.length, addedLines.length);
  for (let line = 0; line < lineCount; line += 1) {
    const [oldLine, newLine] = [removedLines[line], addedLines[line]];
    const words =
      oldLine !== undefined && newLine !== undefined
        ? diffWordsWithSpace(oldLine, newLine)
        : undefined;
    if (oldLine !== undefined) {
      const parts = words
        ?.filter(word => !word.added)
        .map(({ value, removed: changed }) => ({
          text: value,
          changed: changed === true,
        }));
      removedRows.push({
        kind: 'removed',
        parts: parts ?? unchangedPart(oldLine),
      });
    }
    if (newLine !== undefined) {
      const parts = words
        ?.filter(word => !word.removed)
        .map(({ value, added: changed }) => ({
          text: value,
          changed: changed === true,
        }));
      addedRows.push({ kind: 'added', parts: parts ?? unchangedPart(newLine) });
    }
  }
  return [...removedRows, ...addedRows];
}

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
