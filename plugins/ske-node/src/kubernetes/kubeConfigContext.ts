import { readFileSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  Cluster,
  Context,
  KubeConfig,
  User,
} from '@kubernetes/client-node';
import { asNumber, asText, at, objectsOf } from '@syntasso/plugin-ske-common';
import { parse } from 'yaml';
import { codeOf } from '../utils/httpErrors';
import { newKubeConfig } from './kubernetesLibrary';

/** Which kubeconfig, and what to call it in messages. */
export interface KubeConfigFiles {
  /** Merged as kubectl does, if there are several. */
  files: string[];
  /** Default: the current one. */
  context: string | undefined;
  /** What names the files: a key of app-config, or a variable. */
  setting: string;
}

/** What the chosen context says; paths are those from the working directory. */
export interface KubeConfigContext {
  cluster: Cluster;
  /** Without a credential where a proxy has it. */
  user: User;
  /** What to call them in messages: `user "anna" of /etc/kubeconfig`. */
  labels: { cluster: string; user: string };
  /** A command that tries the credential in a shell. */
  tryByHand: string;
}

/**
 * Reads kubeconfigs and chooses a context of them.
 *
 * @throws ServiceUnavailableError naming what is wrong, the file and the remedy.
 */
export function readContext(settings: KubeConfigFiles): KubeConfigContext {
  const { files, setting } = settings;
  const merged = newKubeConfig();
  const origins = new Map<object, string>();
  for (const file of files) {
    try {
      const added = addFile(merged, file);
      added.forEach(entry => origins.set(entry, file));
    } catch (error) {
      throw unreadableError([file], setting, error);
    }
  }
  const label = (kind: string, entry: { name: string }) =>
    `${kind} "${entry.name}" of ${origins.get(entry)}`;
  const context = chooseContext(merged, settings);
  const where = label('context', context);
  const missing = (kind: string, name: string) =>
    new ServiceUnavailableError(
      `${where} names the ${kind} "${name}", which is not in ${files.join(
        ', ',
      )}, or is not complete. Add the ${kind}, or choose another context.`,
    );
  const cluster = merged.getCluster(context.cluster);
  if (!cluster) throw missing('cluster', context.cluster);
  const named = context.user ? merged.getUser(context.user) : undefined;
  if (named === null) throw missing('user', context.user);
  const user = named ?? { name: cluster.name };
  const who = named ? label('user', named) : where;
  // An API server takes TLS only: what is asked without it is a proxy with a credential.
  if (!cluster.server.startsWith('http:')) requireCredential(named, who);
  requireKnownProvider(user, who);
  return {
    cluster,
    user,
    labels: { cluster: label('cluster', cluster), user: who },
    tryByHand: `KUBECONFIG=${quoted(
      files.map(file => resolve(file)).join(delimiter),
    )} kubectl --context ${quoted(context.name)} auth whoami`,
  };
}

/** As kubectl does: the first file that has a name counts. The library throws there. */
function addFile(merged: KubeConfig, file: string): object[] {
  const one = readKubeConfig(file);
  // A name that one file has twice stays an error, as with kubectl.
  newKubeConfig().mergeConfig(one);
  one.clusters = one.clusters.filter(({ name }) => !merged.getCluster(name));
  one.users = one.users.filter(({ name }) => !merged.getUser(name));
  one.contexts = one.contexts.filter(
    ({ name }) => !merged.getContextObject(name),
  );
  merged.mergeConfig(one, Boolean(merged.currentContext));
  return [...one.clusters, ...one.users, ...one.contexts];
}

/**
 * As `loadFromFile` does, with what the library does not know: `tokenFile`, which it has
 * as an `authProvider` (for pods), and programs in the folder of the file.
 */
function readKubeConfig(file: string): KubeConfig {
  const text = readFileSync(file, 'utf8');
  const folder = dirname(file);
  const kubeConfig = newKubeConfig();
  // What is not chosen need not be right.
  kubeConfig.loadFromString(text, { onInvalidEntry: 'filter' });
  kubeConfig.makePathsAbsolute(folder);
  const content: unknown = parse(text, { merge: true, logLevel: 'error' });
  const rawUsers = objectsOf(at(content, 'users'));
  kubeConfig.users = kubeConfig.users.map(user => {
    const raw = rawUsers.find(({ name }) => name === user.name);
    const path = asText(at(raw, 'user', 'tokenFile'));
    if (path) {
      const config = { tokenFile: resolve(folder, path) };
      const authProvider = { name: 'tokenFile', config };
      return { ...user, authProvider, token: undefined, exec: undefined };
    }
    const command = asText(at(user.exec, 'command'));
    if (!command) return { ...user, exec: undefined };
    return command.includes('/')
      ? { ...user, exec: { ...user.exec, command: resolve(folder, command) } }
      : user;
  });
  return kubeConfig;
}

function chooseContext(
  merged: KubeConfig,
  { files, context, setting }: KubeConfigFiles,
): Context {
  const found = merged.getContextObject(context ?? merged.getCurrentContext());
  if (found) return found;
  const where = files.join(', ');
  const choices =
    merged
      .getContexts()
      .map(({ name }) => name)
      .join(', ') || 'none';
  throw new ServiceUnavailableError(
    context === undefined
      ? `${setting}: ${where} has no current context. Choose one by kubectl config use-context, or by ske.kubernetes.context; it has: ${choices}.`
      : `ske.kubernetes.context: ${where} has no context "${context}". It has: ${choices}.`,
  );
}

/** The library sends nothing where there is nothing, and the API server may answer even so. */
function requireCredential(user: User | undefined, who: string) {
  const certificate = user?.certData || user?.certFile;
  const key = user?.keyData || user?.keyFile;
  if (user?.token || user?.username || (certificate && key)) return;
  if (user?.exec || user?.authProvider) return;
  throw new ServiceUnavailableError(
    `${who} has no ${
      user ? 'credentials' : 'user'
    }, so that Backstage would ask as nobody (anonymous). Give it a ${
      user ? '' : 'user with a '
    }token, a tokenFile, exec, or a client-certificate and its client-key.`,
  );
}

/** For the others the library waits for a shell, and nothing else is done meanwhile. */
function requireKnownProvider({ authProvider }: User, who: string) {
  const name = asText(at(authProvider, 'name'));
  if (!authProvider || name === 'oidc' || name === 'tokenFile') return;
  throw new ServiceUnavailableError(
    `${who} has the auth-provider "${name}", which is not read here, nor by kubectl since 1.26. Use exec.`,
  );
}

/** In single quotes, in which a shell changes nothing but these. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

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
  const line = asNumber(at(error, 'mark', 'line'));
  if (line !== undefined) return `it is no kubeconfig in line ${line + 1}`;
  const message = error instanceof Error ? error.message : '';
  const isKnown = /^Duplicate (cluster|user|context): /.test(message);
  return isKnown ? message : codeOf(error) ?? 'it is no kubeconfig';
}
