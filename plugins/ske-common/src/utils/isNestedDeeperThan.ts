import { Lexer, Parser } from 'yaml';

/**
 * Whether a YAML or JSON text is nested deeper than so many levels, without reading what
 * is in it: that takes long where it is deep, and may exhaust the stack.
 *
 * @public
 */
export function isNestedDeeperThan(text: string, levels: number): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // Only how deep it is matters here, not what it is.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > levels) return true;
  }
  return false;
}
