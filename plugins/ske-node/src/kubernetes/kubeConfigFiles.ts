import { readFileSync } from 'node:fs';
import { ServiceUnavailableError } from '@backstage/errors';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { codeOf } from '../utils/httpErrors';

/** Which kubeconfig, and what to call it in messages. */
export interface KubeConfigFiles {
  /** Merged as kubectl does, if there are several. */
  files: string[];
  /** Default: the current one. */
  context: string | undefined;
  /** What names the files: a key of app-config, or a variable. */
  setting: string;
}

/** A context, cluster or user, and the file that it is from. */
export interface KubeConfigEntry {
  file: string;
  value: unknown;
}

type Entries = Map<string, KubeConfigEntry>;

/** Several kubeconfigs as if they were one. */
export interface MergedKubeConfig {
  currentContext: string | undefined;
  contexts: Entries;
  clusters: Entries;
  users: Entries;
}

/** Only what is chosen is looked at more closely: the rest need not be right. */
const entriesSchema = z
  .array(
    z.object({
      name: z.string().min(1),
      context: z.unknown().optional(),
      cluster: z.unknown().optional(),
      user: z.unknown().optional(),
    }),
  )
  .nullish();

const fileSchema = z.object({
  'current-context': z.string().nullish(),
  contexts: entriesSchema,
  clusters: entriesSchema,
  users: entriesSchema,
});

/**
 * Reads kubeconfigs and merges them as kubectl does: of those that have a name, and of
 * the current contexts, the first one counts. Source: Kubernetes docs, "Organizing Cluster
 * Access Using kubeconfig Files"; client-go, clientcmd/loader.go.
 *
 * @throws ServiceUnavailableError naming the setting, the file and the remedy.
 */
export function mergeKubeConfigs({
  files,
  setting,
}: KubeConfigFiles): MergedKubeConfig {
  const merged: MergedKubeConfig = {
    currentContext: undefined,
    contexts: new Map(),
    clusters: new Map(),
    users: new Map(),
  };
  for (const file of files) {
    try {
      addFile(merged, file);
    } catch (error) {
      throw unreadableError([file], setting, error);
    }
  }
  return merged;
}

function addFile(merged: MergedKubeConfig, file: string) {
  const content = fileSchema.parse(
    parse(readFileSync(file, 'utf8'), { merge: true, logLevel: 'error' }),
  );
  merged.currentContext ??= content['current-context'] || undefined;
  for (const [list, kind] of [
    ['contexts', 'context'],
    ['clusters', 'cluster'],
    ['users', 'user'],
  ] as const) {
    const names = new Set<string>();
    for (const entry of content[list] ?? []) {
      const { name } = entry;
      if (names.has(name)) throw new DuplicateNameError(list, name);
      names.add(name);
      if (merged[list].has(name)) continue;
      merged[list].set(name, { file, value: entry[kind] });
    }
  }
}

/** kubectl takes no such file either: which of the two would it be? */
class DuplicateNameError extends Error {
  constructor(list: string, name: string) {
    super(`${list} has "${name}" twice`);
  }
}

/** The error for files that are not there, or are no kubeconfigs; it quotes nothing of them. */
export const unreadableError = (
  files: string[],
  setting: string,
  error: unknown,
) =>
  new ServiceUnavailableError(
    `${setting}: cannot read ${files.join(', ')} (${reasonOf(
      error,
    )}). Name a kubeconfig file; it is read again as soon as it is there.`,
  );

/**
 * Why a file cannot be read, for people and the log: a message about YAML quotes the lines
 * around the mistake, which may have a token in them.
 */
function reasonOf(error: unknown): string {
  if (error instanceof YAMLParseError) {
    const line = error.linePos?.[0].line;
    const place = line === undefined ? '' : ` in line ${line}`;
    return `it is no kubeconfig${place}: ${error.code}`;
  }
  if (error instanceof z.ZodError) {
    return `it is no kubeconfig: ${describeIssue(error)}`;
  }
  if (error instanceof DuplicateNameError) return error.message;
  return codeOf(error) ?? 'it is no kubeconfig';
}

/** The first thing that is wrong: the path of the field, and what it should be. */
export function describeIssue({ issues: [issue] }: z.ZodError): string {
  const path = issue.path.join('.');
  return path ? `${path}: ${issue.message}` : issue.message;
}
