import type { Path } from './values';

/** What is wrong with a value, and with what is in it. */
export interface ProblemTree {
  messages: string[];
  children: ReadonlyMap<string, ProblemTree>;
}

/** A sentence about the value at a path. */
export interface ProblemAtPath {
  path: Path;
  message: string;
}

/** All that is wrong with a value and what is in it, for a field that cannot show where. */
export const messagesIn = (tree: ProblemTree | undefined): string[] =>
  tree
    ? [
        ...tree.messages,
        ...[...tree.children.values()].flatMap(child => messagesIn(child)),
      ]
    : [];

interface MutableTree {
  messages: string[];
  children: Map<string, MutableTree>;
}

/** Sorts problems by where they are, so that each field is given only its own. */
export function treeOf(problems: ProblemAtPath[]): ProblemTree | undefined {
  if (problems.length === 0) return undefined;
  const root: MutableTree = { messages: [], children: new Map() };
  for (const { path, message } of problems) {
    let node = root;
    for (const key of path) {
      const next = node.children.get(key) ?? {
        messages: [],
        children: new Map(),
      };
      node.children.set(key, next);
      node = next;
    }
    if (!node.messages.includes(message)) node.messages.push(message);
  }
  return root;
}
