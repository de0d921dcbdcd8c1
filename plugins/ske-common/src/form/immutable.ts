import type { JsonObject } from '@backstage/types';
import { asText, isObject } from '../kubernetes/json';

/**
 * A value that cannot be changed after creation.
 *
 * @public
 */
export interface Immutable {
  /** From the node that has the rule to the value; empty for the node itself. */
  path: string[];
  /** Whether it may still be set where nothing was before. */
  once: boolean;
  /** Whether an empty text, list or map and 0 count as nothing then. */
  emptyIsNothing?: boolean;
  /** The author's own words for it. */
  message: string | undefined;
}

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const FIELD = `(?:\\.${NAME})*`;
const SAME = new RegExp(
  `^(self|oldSelf)(${FIELD})\\s*==\\s*(self|oldSelf)(${FIELD})$`,
);
/** `!has(oldSelf.size)`, `oldSelf == null`: nothing was there. */
const ABSENT = new RegExp(
  `^(?:!\\s*has\\(\\s*oldSelf(${FIELD})\\s*\\)|oldSelf(${FIELD})\\s*==\\s*null)$`,
);
/** `oldSelf.size == ''`, `size(oldSelf) == 0`: what was there was empty. */
const EMPTY = new RegExp(
  `^(?:oldSelf(${FIELD})\\s*==\\s*(?:''|""|0)|size\\(\\s*oldSelf(${FIELD})\\s*\\)\\s*==\\s*0)$`,
);
/** `has(self.size)`: says only that it stays there. */
const KEPT = new RegExp(`^has\\(\\s*self${FIELD}\\s*\\)$`);

/**
 * What the CEL rules of a node forbid to change: `self == oldSelf`,
 * `self.a == oldSelf.a`, several joined by `&&`, and those that only begin to
 * hold once there is a value (`!has(oldSelf.a) || self.a == oldSelf.a`). Rules
 * that say anything else are left to the API server.
 *
 * Source: Kubernetes, CRD validation rules, transition rules.
 *
 * @public
 */
export function immutableIn(node: JsonObject): Immutable[] {
  const rules = node['x-kubernetes-validations'];
  if (!Array.isArray(rules)) return [];
  return rules.filter(isObject).flatMap(rule => {
    const paths = pathsOf(String(rule.rule ?? ''));
    const message = asText(rule.message);
    return paths.map(field => ({ ...field, message }));
  });
}

/** Whether a CEL rule forbids changing the value itself. @public */
export const isImmutable = (node: JsonObject): boolean =>
  immutableIn(node).some(({ path }) => path.length === 0);

function pathsOf(expression: string): Omit<Immutable, 'message'>[] {
  const text = bare(expression);
  const conditions = split(text, '&&');
  if (conditions.length > 1) return conditions.flatMap(pathsOf);
  const alternatives = split(text, '||').map(bare);
  const guards = alternatives.map(
    alternative => ABSENT.exec(alternative) ?? EMPTY.exec(alternative),
  );
  const unguarded = alternatives.filter((_, index) => !guards[index]);
  if (unguarded.length < alternatives.length) {
    if (unguarded.length !== 1) return [];
    const fields = guards.flatMap(guard =>
      guard ? [(guard[1] ?? guard[2]).split('.').slice(1).join('.')] : [],
    );
    const emptyIsNothing = alternatives.some(alternative =>
      EMPTY.test(alternative),
    );
    return (
      pathsOf(unguarded[0])
        // A rule that looks at another field is for the API server.
        .filter(({ path }) => fields.every(field => field === path.join('.')))
        .map(field => ({
          ...field,
          once: true,
          ...(emptyIsNothing ? { emptyIsNothing } : {}),
        }))
    );
  }
  if (alternatives.length > 1 || KEPT.test(text)) return [];
  const match = SAME.exec(text);
  if (!match || match[1] === match[3] || match[2] !== match[4]) return [];
  return [{ path: match[2].split('.').slice(1), once: false }];
}

/** Without the parentheses around all of it. */
function bare(expression: string): string {
  const text = expression.trim();
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return text;
  }
  return bare(text.slice(1, -1));
}

/** Splits at an operator that is in no parentheses. */
function split(text: string, operator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if ('([{'.includes(text[index])) depth += 1;
    if (')]}'.includes(text[index])) depth -= 1;
    if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(from, index));
      from = index + operator.length;
    }
  }
  return [...parts, text.slice(from)];
}
