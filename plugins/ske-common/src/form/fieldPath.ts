/**
 * A step on the way from a `spec` to a field: into a field, into the items of a
 * list, or into the values of a map.
 *
 * @public
 */
export type FieldStep = { name: string } | '[]' | '{}';

/**
 * Reads the path of a field, which begins with `spec`: `spec.disk.size`,
 * `spec["a.b"]` for names that have dots in them, `spec.users[].name` for a field
 * of each item of a list, `spec.labels{}` for each value of a map.
 *
 * @returns the steps below `spec`; undefined for what is no path of a field
 * @public
 */
export function readFieldPath(path: string): FieldStep[] | undefined {
  if (!path.startsWith(ROOT)) return undefined;
  const steps: FieldStep[] = [];
  const step = new RegExp(STEP, 'y');
  step.lastIndex = ROOT.length;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (!match) return undefined;
    const [stepText, plainName, quotedName] = match;
    const name = quotedName === undefined ? plainName : unquoted(quotedName);
    if (name !== undefined) steps.push({ name });
    else if (stepText === '[]' || stepText === '{}') steps.push(stepText);
    else return undefined;
  }
  return steps.length > 0 ? steps : undefined;
}

/** The path in writing; the same for all ways to write it. */
export const fieldPathOf = (steps: readonly FieldStep[]): string =>
  ROOT + steps.map(textOfStep).join('');

const ROOT = 'spec';
const PLAIN = /[^.[\]{}"'\s]+/;
const STEP = `\\.(${PLAIN.source})|\\[("(?:[^"\\\\]|\\\\.)*")\\]|\\[\\]|\\{\\}`;
const ALL_PLAIN = new RegExp(`^${PLAIN.source}$`);

function unquoted(text: string): string | undefined {
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function textOfStep(step: FieldStep): string {
  if (typeof step === 'string') return step;
  const { name } = step;
  return ALL_PLAIN.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
