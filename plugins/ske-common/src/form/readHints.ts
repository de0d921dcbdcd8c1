import { readShortYaml } from '../utils/readShortYaml';
import { isObject } from '../kubernetes/json';
import { fieldPathOf, readFieldPath } from './fieldPath';
import { hintsIn, type FormHints } from './hints';

/** Annotation of a Promise with hints for its form, by the path of each field. @public */
export const FORM_HINTS_ANNOTATION = 'ske.backstage.template/form';

/** Hints by the path of the field, and texts about those that are wrong. @public */
export interface ReadFormHints {
  hints: ReadonlyMap<string, FormHints>;
  problems: string[];
}

/** An annotation that is longer is not read. */
const MOST_CHARACTERS = 64 * 1024;
const MOST_FIELDS = 500;

/**
 * Reads a Promise's annotation `ske.backstage.template/form`. What is wrong in it
 * is told, and what is right beside it counts. Never throws.
 *
 * @public
 */
export function readFormHints(promise: {
  metadata: { annotations?: Record<string, string> };
}): ReadFormHints {
  const { annotations } = promise.metadata;
  const text: unknown = annotations?.[FORM_HINTS_ANNOTATION];
  if (!annotations || typeof text !== 'string' || text.trim() === '') {
    return { hints: new Map(), problems: [] };
  }
  // Templates are generated again with each change on the platform.
  const cached = readByAnnotations.get(annotations);
  if (cached?.text === text) return cached.read;
  const readResult = readText(text);
  readByAnnotations.set(annotations, { text, read: readResult });
  return readResult;
}

const readByAnnotations = new WeakMap<
  object,
  { text: string; read: ReadFormHints }
>();

function readText(text: string): ReadFormHints {
  const hints = new Map<string, FormHints>();
  const problems: string[] = [];
  const problem = (message: string) =>
    problems.push(`${FORM_HINTS_ANNOTATION}: ${message}.`);
  const content = contentOf(text);
  if (typeof content === 'string') {
    problem(content);
    return { hints, problems };
  }
  const entries = Object.entries(content);
  if (entries.length > MOST_FIELDS) {
    problem(
      `has hints for ${entries.length} fields; only the first ${MOST_FIELDS} count. Write the others as x-ske-form into the Promise's API`,
    );
  }
  for (const [path, value] of entries.slice(0, MOST_FIELDS)) {
    const steps = readFieldPath(path);
    if (!steps) {
      problem(
        `${shortened(
          path,
        )} is not the path of a field. Write it as spec.size, spec["a.b"], spec.users[].name or spec.labels{}`,
      );
      continue;
    }
    const { hints: right, wrong } = hintsIn(value);
    const pathText = fieldPathOf(steps);
    wrong.forEach(message => problem(`${pathText}: ${message}`));
    hints.set(pathText, { ...hints.get(pathText), ...right });
  }
  return { hints, problems };
}

/** What the annotation holds, or a text about why it cannot be read. */
function contentOf(text: string): Record<string, unknown> | string {
  if (text.length > MOST_CHARACTERS) {
    return `has ${text.length} characters and is not read; ${MOST_CHARACTERS} is the most. Write some of the hints as x-ske-form into the Promise's API`;
  }
  const read = readShortYaml(text);
  switch (read.kind) {
    case 'tooDeep':
      return 'is nested too deeply. A hint has few levels';
    case 'broken':
      return `is not valid YAML: ${read.problem}. Put a path that has [] or {} in it, and a text that has a colon, in quotes`;
    case 'several':
      return 'is not valid YAML: it holds several documents. Give one map';
    case 'unreadable':
      return 'cannot be read. Write it without anchors and aliases';
    default:
      if (read.content === null) return {};
      return isObject(read.content)
        ? read.content
        : 'must be a map from paths to hints, such as spec.size: { order: 1 }';
  }
}

const shortened = (path: string) =>
  JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
