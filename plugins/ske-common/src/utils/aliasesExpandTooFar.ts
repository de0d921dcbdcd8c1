/** JSON has more signs than YAML, and an alias may well be used some times. */
const MOST_TIMES = 10;
const SPARE = 1_000;

/**
 * Whether the content of a YAML text is very much longer than the text: by aliases a few
 * lines stand for more than fits into the memory, and an alias inside of what it names
 * stands for something without an end, which nobody can copy or write.
 *
 * @public
 */
export function aliasesExpandTooFar(content: unknown, text: string): boolean {
  const most = MOST_TIMES * text.length + SPARE;
  const waiting = [content];
  let size = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') size += value.length;
    const items =
      typeof value === 'object' && value !== null ? Object.entries(value) : [];
    for (const [key, item] of items) {
      size += key.length + 1;
      waiting.push(item);
    }
    if (size > most) return true;
  }
  return false;
}
