import {
  Composer,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type Document,
} from 'yaml';

/** What a YAML text holds, or its first mistake. @public */
export type ReadYamlDocuments =
  | { kind: 'documents'; documents: Document.Parsed[] }
  | {
      kind: 'broken';
      /** With the line and the column; it may quote the text. */
      problem: string;
      /** The first character that it is about and the one after the last, from 0. */
      at: [number, number];
    };

/** What is nested much deeper exhausts the stack, and may end the process. */
const MOST_LEVELS = 500;

/**
 * Reads the documents of a YAML text up to its first mistake. The library's own functions
 * go on after each one, make an error with a stack trace of it, and draw the line that it
 * is in: of a line of mistakes that takes time with the square of its length.
 *
 * @public
 */
export function readYamlDocuments(
  text: string,
  options: {
    /** Whether a key that a map has twice is a mistake. Default: false */
    uniqueKeys?: boolean;
    /** Whether integers are read as `bigint`, which keeps each exact. Default: false */
    intAsBigInt?: boolean;
  } = {},
): ReadYamlDocuments {
  const { uniqueKeys = false, intAsBigInt = false } = options;
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    intAsBigInt,
    // The library compares each key with all others of its map.
    uniqueKeys: false,
    // Nobody reads what the library logs.
    logLevel: 'silent',
  });
  endAtFirstMistake(composer);
  const brokenAt = (message: string, at: [number, number]) => {
    const { line, col } = lines.linePos(at[0]);
    const problem = `${message} at line ${line}, column ${col}`;
    return { kind: 'broken' as const, problem, at };
  };
  const documents: Document.Parsed[] = [];
  try {
    for (const document of documentsOf(text, parser, composer)) {
      if (document === 'tooDeep') {
        const problem = `It is nested more than ${MOST_LEVELS} levels deep`;
        return { kind: 'broken', problem, at: [0, text.length] };
      }
      const [error] = document.errors;
      if (error) return brokenAt(error.message, error.pos);
      const repeated = uniqueKeys ? findRepeatedKey(document) : undefined;
      if (repeated) return brokenAt('Map keys must be unique', repeated);
      documents.push(document);
    }
  } catch (error) {
    if (!(error instanceof MistakeFound)) throw error;
    const [first] = composer.streamInfo().errors;
    return brokenAt(first.message, first.pos);
  }
  return { kind: 'documents', documents };
}

/** Ends the composing of a document whose mistake the composer has noted. */
class MistakeFound extends Error {}

/**
 * The library has no option for this: its composer notes a mistake and goes on. Where a
 * later version does not call this property, all mistakes are found, and the first counts.
 */
function endAtFirstMistake(composer: Composer) {
  const inside = composer as unknown as {
    onError: (
      source: unknown,
      code: string,
      message: string,
      isWarning?: boolean,
    ) => void;
  };
  const { onError } = inside;
  inside.onError = (source, code, message, isWarning) => {
    onError(source, code, message, isWarning);
    if (!isWarning) throw new MistakeFound();
  };
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

/** Where the first key is that its map already has. */
function findRepeatedKey(
  document: Document.Parsed,
): [number, number] | undefined {
  let repeated: [number, number] | undefined;
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (keys.has(name)) {
          const [from, to] = (isNode(key) && key.range) || [0, 0];
          repeated = [from, to];
          return visit.BREAK;
        }
        keys.add(name);
      }
      return undefined;
    },
  });
  return repeated;
}
