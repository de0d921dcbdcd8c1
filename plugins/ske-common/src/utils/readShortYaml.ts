import { aliasesExpandTooFar } from './aliasesExpandTooFar';
import { isNestedDeeperThan } from './isNestedDeeperThan';
import { readYamlDocuments } from './readYamlDocuments';

/** What a short YAML text holds, or why it cannot be read. */
export type ShortYaml =
  | { kind: 'content'; content: unknown }
  | { kind: 'tooDeep' }
  | { kind: 'broken'; problem: string }
  | { kind: 'several' }
  | { kind: 'unreadable' };

/** The parser of YAML can end the process on what is very deep. */
const DEEPEST = 100;

/**
 * Reads one document of YAML or JSON that a platform team has written into an annotation.
 * An empty one is null. Never throws.
 */
export function readShortYaml(text: string): ShortYaml {
  try {
    if (isNestedDeeperThan(text, DEEPEST)) return { kind: 'tooDeep' };
    const read = readYamlDocuments(text, { uniqueKeys: true });
    if (read.kind === 'broken') return read;
    const [document, ...others] = read.documents;
    if (others.length > 0) return { kind: 'several' };
    const content: unknown = document ? document.toJS() : null;
    return aliasesExpandTooFar(content, text)
      ? { kind: 'unreadable' }
      : { kind: 'content', content };
  } catch {
    // Also the library refuses aliases that stand for very much.
    return { kind: 'unreadable' };
  }
}
