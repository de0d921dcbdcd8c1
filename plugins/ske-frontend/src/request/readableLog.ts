/** At the beginning of a line: the stream puts it there. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z /;
/** As terminals know them. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
/** A line of a stack: where in whose code an error was thrown. */
const STACK = /^\s+at .*(:\d+:\d+\)?|\(<anonymous>\)|\(index \d+\))$/;

/**
 * A log of the scaffolder for a person: without times, colours and stacks.
 *
 * @param entries - of one or more lines each
 */
export const readableLog = (entries: string[]): string =>
  entries
    .flatMap(entry => entry.replace(TIME, '').replace(COLOURS, '').split('\n'))
    .filter(line => !STACK.test(line))
    .join('\n');
