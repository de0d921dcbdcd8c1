/** A part of a template: a text as it is, or a place for a value of the Resource. */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | {
      kind: 'value';
      /** From the Resource to the value, such as `['status', 'brokers', '0']`. */
      path: string[];
      /** The path as the author has written it. */
      written: string;
    };

const OPEN = '${{';
const CLOSE = '}}';
/** Longer paths are in no object that people write templates for. */
const LONGEST_PATH = 300;
const MOST_STEPS = 20;
const MOST_VALUES = 100;

/** One step: `.host`, `[0]`, `["a.b"]`. Each of its parts ends where the next one begins. */
const STEP =
  /\.([A-Za-z_][\w-]*)|\[(\d{1,4})\]|\[("(?:[^"\\\p{Cc}]|\\["\\])*")\]/uy;

const METADATA_FIELDS = ['name', 'namespace'];

/** What may stand in a placeholder, for who has written something else. */
const ALLOWED =
  'a placeholder has metadata.name, metadata.namespace, or the path of a value below spec or status, such as ${{ status.connectionDetails.host }}; $${{ stands for ${{';

/**
 * Reads a template: text with placeholders such as `${{ status.host }}`. A placeholder is
 * the path of a value and nothing else. `$${{` stands for `${{`.
 *
 * @returns a text about what is wrong where it is none
 */
export function readTemplate(template: string): TemplatePart[] | string {
  const parts: TemplatePart[] = [];
  let values = 0;
  let from = 0;
  const addText = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', text });
  };
  for (;;) {
    const open = template.indexOf(OPEN, from);
    if (open < 0) {
      addText(template.slice(from));
      return parts;
    }
    const after = open + OPEN.length;
    if (open > from && template[open - 1] === '$') {
      addText(`${template.slice(from, open - 1)}${OPEN}`);
      from = after;
      continue;
    }
    const close = template.indexOf(CLOSE, after);
    if (close < 0) return `a placeholder is not closed by }}; ${ALLOWED}`;
    const written = template.slice(after, close).trim();
    const path = readValuePath(written);
    if (!path) return `${shortened(written)} is no placeholder: ${ALLOWED}`;
    values += 1;
    if (values > MOST_VALUES) {
      return `has more than ${MOST_VALUES} placeholders; make several snippets of it`;
    }
    addText(template.slice(from, open));
    parts.push({ kind: 'value', path, written });
    from = close + CLOSE.length;
  }
}

/** The path in a placeholder; undefined for what is none. */
function readValuePath(written: string): string[] | undefined {
  if (written.length > LONGEST_PATH) return undefined;
  const root = ['metadata', 'spec', 'status'].find(name =>
    written.startsWith(name),
  );
  if (!root) return undefined;
  const path = [root];
  STEP.lastIndex = root.length;
  while (STEP.lastIndex < written.length) {
    const match = STEP.exec(written);
    if (!match || path.length > MOST_STEPS) return undefined;
    const [, name, index, quoted] = match;
    path.push(name ?? index ?? String(JSON.parse(quoted)));
  }
  if (path.length < 2) return undefined;
  const isReadable =
    root !== 'metadata' ||
    (path.length === 2 && METADATA_FIELDS.includes(path[1]));
  return isReadable ? path : undefined;
}

const shortened = (text: string) =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
