import { delimiter, resolve } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import {
  describeIssue,
  mergeKubeConfigs,
  type KubeConfigEntry,
  type KubeConfigFiles,
  type MergedKubeConfig,
} from './kubeConfigFiles';

/** kubectl writes what is not set as an empty text, too. */
const optionalText = z
  .string()
  .nullish()
  .transform(text => text || undefined);

const contextSchema = z.object({
  cluster: z.string().min(1),
  user: optionalText,
});

const clusterSchema = z.object({
  server: z.string().min(1),
  'certificate-authority': optionalText,
  'certificate-authority-data': optionalText,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': optionalText,
  'proxy-url': optionalText,
});

const execSchema = z.object({
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

const userSchema = z.object({
  token: optionalText,
  tokenFile: optionalText,
  username: optionalText,
  password: optionalText,
  'client-certificate': optionalText,
  'client-certificate-data': optionalText,
  'client-key': optionalText,
  'client-key-data': optionalText,
  as: optionalText,
  exec: execSchema.nullish(),
  'auth-provider': z
    .object({
      name: z.string(),
      config: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
});

/** What a kubeconfig says of a cluster. */
export type ClusterSettings = z.infer<typeof clusterSchema>;
/** What a kubeconfig says of a user. */
export type UserSettings = z.infer<typeof userSchema>;
/** A program that gives a credential. */
export type ExecSettings = z.infer<typeof execSchema>;

/** A cluster or user, and the file that it is from. */
export interface NamedSettings<Settings> {
  kind: 'cluster' | 'user';
  name: string;
  file: string;
  settings: Settings;
}

/** What the chosen context says. */
export interface KubeConfigContext {
  cluster: NamedSettings<ClusterSettings>;
  /** None where a proxy has the credential. */
  user: NamedSettings<UserSettings> | undefined;
  /** A command that tries the credential in a shell. */
  tryByHand: string;
}

/**
 * Reads kubeconfigs and chooses a context of them.
 *
 * @throws ServiceUnavailableError naming what is wrong, the file and the remedy.
 */
export function readContext(files: KubeConfigFiles): KubeConfigContext {
  const merged = mergeKubeConfigs(files);
  const [name, entry] = chooseContext(merged, files);
  const context = `context "${name}" of ${entry.file}`;
  const named = parseEntry(contextSchema, entry, context);
  const find = <Settings>(
    kind: 'cluster' | 'user',
    wanted: string,
    schema: z.ZodType<Settings>,
  ): NamedSettings<Settings> => {
    const found = merged[`${kind}s`].get(wanted);
    if (!found) {
      throw new ServiceUnavailableError(
        `${context} names the ${kind} "${wanted}", which is not in ${files.files.join(
          ', ',
        )}. Add the ${kind}, or choose another context.`,
      );
    }
    const where = `${kind} "${wanted}" of ${found.file}`;
    const settings = parseEntry(schema, found, where);
    return { kind, name: wanted, file: found.file, settings };
  };
  const cluster = find('cluster', named.cluster, clusterSchema);
  const user = named.user ? find('user', named.user, userSchema) : undefined;
  requireCredential(cluster, user, context);
  return { cluster, user, tryByHand: commandFor(name, files) };
}

function chooseContext(
  { contexts, currentContext }: MergedKubeConfig,
  { files, context, setting }: KubeConfigFiles,
): [name: string, entry: KubeConfigEntry] {
  const name = context ?? currentContext ?? '';
  const entry = contexts.get(name);
  if (entry) return [name, entry];
  const where = files.join(', ');
  const choices = [...contexts.keys()].join(', ') || 'none';
  throw new ServiceUnavailableError(
    context === undefined
      ? `${setting}: ${where} has no current context. Choose one by kubectl config use-context, or by ske.kubernetes.context; it has: ${choices}.`
      : `ske.kubernetes.context: ${where} has no context "${context}". It has: ${choices}.`,
  );
}

/** The library sends nothing where there is nothing, and the API server may answer even so. */
function requireCredential(
  cluster: NamedSettings<ClusterSettings>,
  user: NamedSettings<UserSettings> | undefined,
  context: string,
) {
  const who = user ? `user "${user.name}" of ${user.file}` : context;
  // An API server takes TLS only: what is asked without it is a proxy with a credential.
  const isProxy = cluster.settings.server.startsWith('http:');
  if (!isProxy && !hasCredential(user?.settings)) {
    throw new ServiceUnavailableError(
      `${who} has no ${
        user ? 'credentials' : 'user'
      }, so that Backstage would ask as nobody (anonymous). Give it a ${
        user ? '' : 'user with a '
      }token, a tokenFile, exec, or a client-certificate and its client-key.`,
    );
  }
  const provider = user?.settings['auth-provider'];
  if (provider && provider.name !== 'oidc') {
    throw new ServiceUnavailableError(
      `${who} has the auth-provider "${provider.name}", which is not read here, nor by kubectl since 1.26. Use exec.`,
    );
  }
}

/** In single quotes, in which a shell changes nothing but these. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const commandFor = (context: string, { files }: KubeConfigFiles): string =>
  `KUBECONFIG=${quoted(
    files.map(file => resolve(file)).join(delimiter),
  )} kubectl --context ${quoted(context)} auth whoami`;

function parseEntry<Settings>(
  schema: z.ZodType<Settings>,
  { value }: KubeConfigEntry,
  where: string,
): Settings {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw new ServiceUnavailableError(
    `${where} is wrong (${describeIssue(result.error)}). Correct it.`,
  );
}

function hasCredential(user: UserSettings | undefined): boolean {
  if (!user) return false;
  const certificate =
    user['client-certificate-data'] ?? user['client-certificate'];
  const key = user['client-key-data'] ?? user['client-key'];
  return Boolean(
    user.token ||
      user.tokenFile ||
      user.username ||
      user.exec ||
      user['auth-provider'] ||
      (certificate && key),
  );
}
