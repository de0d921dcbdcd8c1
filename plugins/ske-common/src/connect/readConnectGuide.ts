import type { z } from 'zod';
import { annotations as keys } from '../annotations/keys';
import { readShortYaml } from '../utils/readShortYaml';
import {
  writtenSnippetSchema,
  type ConnectGuide,
  type SnippetTemplate,
} from './ConnectGuide';
import { isSecretDataKey } from './namedSecrets';
import { readTemplate } from './snippetTemplate';

/** A {@link ConnectGuide}, and texts about what is wrong beside it. @public */
export interface ReadConnectGuide {
  guide: ConnectGuide;
  problems: string[];
}

/** An annotation that is longer is not read. */
const MOST_CHARACTERS = 64 * 1024;
const LONGEST_TEXT = 10_000;
const MOST_SNIPPETS = 20;
const MOST_KEYS = 50;

/**
 * Reads what the annotations of a Promise say about how its Resources are used. What is
 * wrong in them is told, and what is right beside it counts. Never throws.
 *
 * @public
 */
export function readConnectGuide(
  annotations: Record<string, string> = {},
): ReadConnectGuide {
  const problems: string[] = [];
  const read = <Value>(
    key: string,
    none: Value,
    readValue: (text: string, report: Report) => Value,
  ): Value => {
    const text: unknown = annotations[key];
    if (typeof text !== 'string' || text.trim() === '') return none;
    const report = (message: string) => problems.push(`${key}: ${message}.`);
    if (text.length <= MOST_CHARACTERS) return readValue(text, report);
    report(
      `has ${text.length} characters and is not read; ${MOST_CHARACTERS} is the most`,
    );
    return none;
  };
  const guide = {
    text: read<string | undefined>(keys.connectText, undefined, readText),
    keys: read<string[]>(keys.connectKeys, [], readKeys),
    snippets: read<SnippetTemplate[]>(keys.connectSnippets, [], readSnippets),
  };
  return { guide, problems };
}

type Report = (message: string) => void;

function readText(text: string, report: Report): string | undefined {
  if (text.length > LONGEST_TEXT) {
    report(
      `has ${text.length} characters; ${LONGEST_TEXT} is the most. Link to a page that says more`,
    );
    return undefined;
  }
  const parts = readTemplate(text);
  if (typeof parts === 'string') {
    report(parts);
    return undefined;
  }
  // Whoever requests a Resource writes its spec: it must make no links here.
  const other = parts.find(
    part => part.kind === 'value' && part.path[0] !== 'metadata',
  );
  if (!other) return text;
  report(
    'may have the placeholders metadata.name and metadata.namespace only. Put others into a snippet',
  );
  return undefined;
}

function readKeys(text: string, report: Report): string[] {
  const names = text
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
  const wrong = names.find(name => !isSecretDataKey(name));
  if (wrong !== undefined) {
    report(
      `${shortened(
        wrong,
      )} is no key of a Secret: letters, digits, hyphens, underscores and dots. Separate keys by commas`,
    );
  }
  return [...new Set(names.filter(isSecretDataKey))].slice(0, MOST_KEYS);
}

const EXAMPLE =
  'must be a list of snippets, such as - { title: Helm values, language: yaml, template: "host: ${{ status.host }}" }';

function readSnippets(text: string, report: Report): SnippetTemplate[] {
  const read = readShortYaml(text);
  if (read.kind !== 'content') {
    report(describeUnread(read));
    return [];
  }
  const { content } = read;
  if (!Array.isArray(content)) {
    report(EXAMPLE);
    return [];
  }
  if (content.length > MOST_SNIPPETS) {
    report(
      `has ${content.length} snippets; only the first ${MOST_SNIPPETS} count`,
    );
  }
  return content.slice(0, MOST_SNIPPETS).flatMap((item: unknown, index) => {
    const where = `snippet ${index + 1}`;
    const result = writtenSnippetSchema.safeParse(item);
    if (!result.success) {
      report(`${where} ${describeIssue(result.error)}`);
      return [];
    }
    const parts = readTemplate(result.data.template);
    if (typeof parts !== 'string') return [result.data];
    report(`${where} (${result.data.title}): template: ${parts}`);
    return [];
  });
}

function describeUnread(
  read: Exclude<ReturnType<typeof readShortYaml>, { kind: 'content' }>,
): string {
  switch (read.kind) {
    case 'broken':
      return `is not valid YAML: ${read.problem}. ${EXAMPLE}`;
    case 'several':
      return 'is not valid YAML: it holds several documents. Give one list';
    case 'tooDeep':
      return 'is nested too deeply. A snippet has title, language and template';
    default:
      return 'cannot be read. Write it without anchors and aliases';
  }
}

/** The first thing that is wrong is enough. */
function describeIssue({ issues: [issue] }: z.ZodError): string {
  if (issue.code === 'unrecognized_keys') {
    return `has ${issue.keys
      .map(shortened)
      .join(
        ', ',
      )}, which means nothing here; known are title, language, template`;
  }
  const field = issue.path.join('.');
  return field === ''
    ? 'must be a map with title and template'
    : `${field} ${issue.message}`;
}

const shortened = (text: string) =>
  JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
