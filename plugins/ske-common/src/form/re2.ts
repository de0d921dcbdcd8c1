import { isQuick } from './re2Backtracking';
import { parseRe2, type Piece } from './re2Parser';

/** Longer patterns are left to the API server. */
const LONGEST = 10_000;

/**
 * Length, in characters, up to which slow patterns are checked in the browser.
 *
 * @public
 */
export const SHORT_TEXT = 200;

/**
 * Turns a `pattern` of a CRD schema, which Kubernetes reads in Go's RE2 syntax,
 * into one for a browser.
 *
 * Law: compiled with the flag `u` and no other, as ajv and rjsf do, the result
 * finds a match in exactly the texts in which Go finds one (characters aside that
 * Unicode has newly taken in or put into another class, which Go learns later). A
 * pattern that means the same in both comes back as it is, but for needless
 * escapes.
 *
 * `undefined` where only the API server can tell:
 *
 * - Go refuses the pattern, or it is longer than 10 000 characters.
 * - JavaScript might need so long that the form freezes: RE2 reads a text once,
 *   JavaScript tries one way after the other, and `^(a+)+$` has too many.
 * - Unicode's edition or Go's decides what it means: `\p{C}`, `\p{Cn}`,
 *   `\p{Assigned}`, names of scripts of two words.
 * - A Unicode class that grows when upper and lower case are the same:
 *   `(?i)\p{Lu}`.
 *
 * The empty pattern gives an empty string: compare the result with `undefined`.
 *
 * Sources: Go, packages regexp and regexp/syntax; ECMAScript, Patterns.
 *
 * @param textLength - of the longest text that it is held against, in characters;
 * a pattern such as `,.*,.*,` is quick for a short text and not for a long one
 * @public
 */
export function javaScriptPattern(
  re2: string,
  textLength: number = SHORT_TEXT,
): string | undefined {
  if (re2.length > LONGEST) return undefined;
  try {
    const pieces = parseRe2(re2);
    if (!isQuick(pieces, textLength)) return undefined;
    const pattern = textOf(pieces);
    // Engines compile a pattern when it is first used, and may refuse it then.
    new RegExp(pattern, 'u').test('');
    return pattern;
  } catch {
    // The parser refused the pattern, or this engine did.
    return undefined;
  }
}

function textOf(piece: Piece): string {
  if (piece.kind === 'group') {
    const branches = piece.branches.map(branch => branch.map(textOf).join(''));
    return `${piece.open}${branches.join('|')}${piece.open && ')'}`;
  }
  if (piece.kind !== 'repeat') return piece.text;
  const { part, text } = piece;
  // JavaScript repeats no `^`, Go does.
  return part.kind === 'place'
    ? `(?:${part.text})${text}`
    : `${textOf(part)}${text}`;
}
