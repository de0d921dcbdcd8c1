import { Composer, Lexer, LineCounter, Parser, type Document } from 'yaml';

/** What a YAML text holds, or its first mistake. @public */
export type ReadYamlDocuments =
  | { kind: 'documents'; documents: Document.Parsed[] }
  | {
      kind: 'broken';
      /** With the line and the column; it may quote the text. */
      problem: string;
    };

/** What is nested much deeper exhausts the stack, and may end the process. */
const MOST_LEVELS = 500;

/**
 * Reads the documents of a YAML text up to its first mistake. The library's own functions
 * go on after each one, and draw the line that it is in: of a line of mistakes that takes
 * time with the square of its length.
 *
 * @public
 */
export function readYamlDocuments(
  text: string,
  options: {
    /**
     * Whether a key that a map has twice is a mistake. The library compares each key with
     * all others of its map, so only for short texts. Default: false
     */
    uniqueKeys?: boolean;
  } = {},
): ReadYamlDocuments {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const { uniqueKeys = false } = options;
  // Nobody reads what the library logs.
  const composer = new Composer({ uniqueKeys, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  for (const document of documentsOf(text, parser, composer)) {
    if (document === 'tooDeep') {
      const problem = `It is nested more than ${MOST_LEVELS} levels deep`;
      return { kind: 'broken', problem };
    }
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      const problem = `${error.message} at line ${line}, column ${col}`;
      return { kind: 'broken', problem };
    }
    documents.push(document);
  }
  return { kind: 'documents', documents };
}

function* documentsOf(text: string, parser: Parser, composer: Composer) {
  for (const token of tokensOf(text, parser)) {
    if (token === 'tooDeep') {
      yield token;
      return;
    }
    yield* composer.next(token);
    if (token.type !== 'error') continue;
    // A mistake before the first document has one of its own.
    yield* composer.end(true, text.length);
    return;
  }
  yield* composer.end();
}

function* tokensOf(text: string, parser: Parser) {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MOST_LEVELS) yield 'tooDeep' as const;
  }
  yield* parser.end();
}
