/**
 * Reads a YAML text away from the thread that answers everybody else, and says
 * what is in its one document as JSON, or what is wrong with it.
 *
 * Plain JavaScript, as a worker is started from a file.
 */
const { parentPort, workerData } = require('node:worker_threads');
const { Composer, isScalar, LineCounter, Parser, visit } = require('yaml');

/** Aliases are how a small document becomes a huge one. */
const MOST_ALIASES = 50;
/** As long as a manifest may be that is sent as JSON. */
const MOST_JSON = 1_500_000;
const TOO_LARGE =
  'becomes very large when it is read. Write it without anchors and aliases.';

/**
 * @param {string} text
 * @returns {{ json: string } | { problem: string }}
 */
function read(text) {
  const lines = new LineCounter();
  const { documents, error } = documentsIn(text, lines);
  if (error) {
    // Its message may quote the text, which may hold secrets.
    const what = error.code.toLowerCase().replaceAll('_', ' ');
    const { line, col } = lines.linePos(error.pos[0]);
    return {
      problem: `not valid YAML: ${what} at line ${line}, column ${col}.`,
    };
  }
  const repeated = documents
    .map(document => findRepeatedKey(document, text))
    .find(line => line !== undefined);
  if (repeated !== undefined) {
    return {
      problem: `not valid YAML: the key at line ${repeated} is there twice in one map. Remove one of them.`,
    };
  }
  if (documents.some(hasManyAliases)) return { problem: TOO_LARGE };
  const contents = [];
  for (const document of documents) {
    try {
      const content = document.toJS({ maxAliasCount: MOST_ALIASES });
      if (content !== null) contents.push(content);
    } catch {
      return {
        problem: 'cannot be read. Write it without anchors and aliases.',
      };
    }
  }
  if (contents.length === 1) {
    const json = JSON.stringify(contents[0]);
    return json.length > MOST_JSON ? { problem: TOO_LARGE } : { json };
  }
  return {
    problem:
      contents.length === 0
        ? 'is empty. Give one YAML document.'
        : `holds ${contents.length} documents. Give exactly one.`,
  };
}

/**
 * The documents up to the first mistake, as `readYamlDocuments` of ske-common reads them:
 * a worker is started from a file, and that one is TypeScript until it is built. A test
 * compares what both say.
 */
function documentsIn(text, lines) {
  const composer = new Composer({
    merge: false,
    // The library compares each key with all others; see findRepeatedKey.
    uniqueKeys: false,
  });
  const { onError } = composer;
  composer.onError = (source, code, message, isWarning) => {
    onError(source, code, message, isWarning);
    if (!isWarning) throw new MistakeFound();
  };
  const documents = [];
  try {
    for (const document of composed(text, lines, composer)) {
      const [error] = document.errors;
      if (error) return { documents, error };
      documents.push(document);
    }
  } catch (thrown) {
    if (!(thrown instanceof MistakeFound)) throw thrown;
    const [error] = composer.streamInfo().errors;
    return { documents, error };
  }
  return { documents };
}

/** The library would go on after a mistake, and make an error with a stack of each. */
class MistakeFound extends Error {}

function* composed(text, lines, composer) {
  let isBroken = false;
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    yield* composer.next(token);
    isBroken = token.type === 'error';
    if (isBroken) break;
  }
  yield* composer.end(isBroken, text.length);
}

/** Each alias is looked up among all anchors before it. */
function hasManyAliases(document) {
  let count = 0;
  visit(document, {
    Alias() {
      count += 1;
      return count > MOST_ALIASES ? visit.BREAK : undefined;
    },
  });
  return count > MOST_ALIASES;
}

/** The line of a key that a map has twice. */
function findRepeatedKey(document, text) {
  let repeated;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          const [start = 0] = key?.range ?? [];
          repeated = text.slice(0, start).split('\n').length;
          return visit.BREAK;
        }
        seen.add(name);
      }
      return undefined;
    },
  });
  return repeated;
}

parentPort.postMessage(read(workerData));
