/**
 * Reads a YAML text away from the thread that answers everybody else, and says
 * what is in its one document as JSON, or what is wrong with it.
 *
 * Plain JavaScript, as a worker is started from a file.
 */
const { parentPort, workerData } = require('node:worker_threads');
const { isScalar, parseAllDocuments, visit } = require('yaml');

/** Aliases are how a small document becomes a huge one. */
const MOST_ALIASES = 50;

/**
 * @param {string} text
 * @returns {{ json: string } | { problem: string }}
 */
function read(text) {
  const documents = parseAllDocuments(text, {
    merge: false,
    // The library compares each key with all others; see findRepeatedKey.
    uniqueKeys: false,
  });
  const error = documents.flatMap(document => document.errors)[0];
  if (error) {
    // What follows the first line quotes the text, which may hold secrets.
    const [what] = error.message.split('\n');
    return { problem: `not valid YAML. ${what.replace(/:$/, '.')}` };
  }
  const repeated = documents
    .map(findRepeatedKey)
    .find(key => key !== undefined);
  if (repeated !== undefined) {
    return {
      problem: `not valid YAML. The key ${repeated} is there twice in one map. Remove one of them.`,
    };
  }
  const contents = [];
  for (const document of documents) {
    try {
      const content = document.toJS({ maxAliasCount: MOST_ALIASES });
      if (content !== null) contents.push(content);
    } catch (problem) {
      return {
        problem: `cannot be read (${problem.message}). Write it without anchors and aliases.`,
      };
    }
  }
  if (contents.length === 1) return { json: JSON.stringify(contents[0]) };
  return {
    problem:
      contents.length === 0
        ? 'is empty. Give one YAML document.'
        : `holds ${contents.length} documents. Give exactly one.`,
  };
}

/** A key that a map has twice. */
function findRepeatedKey(document) {
  let repeated;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) {
          repeated = String(name);
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
