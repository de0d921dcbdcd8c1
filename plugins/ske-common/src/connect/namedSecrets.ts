import { isObject } from '../kubernetes/json';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../kubernetes/nameSchemas';
import { namesSecret } from '../redaction/looksSecret';

/** A Secret that a status names, as far as it says which. @public */
export interface NamedSecret {
  name: string;
  /** Absent where it is the namespace of the Resource. */
  namespace?: string;
  /** The key of it that is meant. */
  key?: string;
}

/** A Secret, and where it is named. */
interface SecretAtPath {
  path: string[];
  secret: NamedSecret;
}

/** Fields of a reference to a Secret; an object with others says more than that. */
const REFERENCE_FIELDS = new Set([
  ...['apiVersion', 'kind', 'name', 'namespace', 'key', 'optional'],
]);
/** Key of a Secret, as Kubernetes has it. */
const SECRET_KEY = /^[-._A-Za-z0-9]{1,253}$/;

/** Whether a Secret may have such a key. */
export const isSecretDataKey = (key: string): boolean => SECRET_KEY.test(key);

/**
 * The Secret that a field names: `credentialsSecret: cache-credentials`,
 * `tlsSecretName: team-a/cache-tls`, `passwordSecretRef: {name: cache, key: password}`.
 * Undefined for any other field.
 */
export function namedSecretIn(
  field: string,
  value: unknown,
): NamedSecret | undefined {
  if (typeof value === 'string') {
    if (!namesSecret(field, value)) return undefined;
    const slash = value.indexOf('/');
    return slash < 0
      ? { name: value }
      : { namespace: value.slice(0, slash), name: value.slice(slash + 1) };
  }
  if (!isObject(value)) return undefined;
  const { name, namespace, key } = value;
  const isReference =
    typeof name === 'string' &&
    DNS_SUBDOMAIN.test(name) &&
    namesSecret(field, name) &&
    Object.keys(value).every(other => REFERENCE_FIELDS.has(other));
  if (!isReference) return undefined;
  return {
    name,
    ...(typeof namespace === 'string' && DNS_LABEL.test(namespace)
      ? { namespace }
      : {}),
    ...(typeof key === 'string' && isSecretDataKey(key) ? { key } : {}),
  };
}

/** What is deeper, or comes after so many fields, names no Secret that people look for. */
const DEEPEST = 20;
const MOST_FIELDS = 2_000;

/** The Secrets that a status names, in its order, with where it names them. */
function secretsNamedIn(status: unknown): SecretAtPath[] {
  const secrets: SecretAtPath[] = [];
  let fieldsLeft = MOST_FIELDS;
  const visit = (value: unknown, path: string[]) => {
    if (path.length > DEEPEST) return;
    const entries = Array.isArray(value)
      ? value.map((item, index) => [String(index), item] as const)
      : Object.entries(isObject(value) ? value : {});
    for (const [field, item] of entries) {
      fieldsLeft -= 1;
      if (fieldsLeft < 0) return;
      const itemPath = [...path, field];
      const secret = namedSecretIn(field, item);
      if (secret) secrets.push({ path: itemPath, secret });
      else if (typeof item === 'object') visit(item, itemPath);
    }
  };
  visit(status, []);
  return secrets;
}

/** How many Secrets a status names. @public */
export const countNamedSecrets = (status: unknown): number =>
  new Set(
    secretsNamedIn(status).map(
      ({ secret }) => `${secret.namespace ?? ''}/${secret.name}`,
    ),
  ).size;

/**
 * The Secret that a status names nearest to a path: of those with the longest common
 * way to it the first one.
 *
 * @param path - below `status`
 */
export function nearestSecret(
  status: unknown,
  path: string[],
): NamedSecret | undefined {
  let nearest: { secret: NamedSecret; common: number } | undefined;
  for (const { secret, path: other } of secretsNamedIn(status)) {
    const differsAt = path.findIndex((step, index) => step !== other[index]);
    const common = differsAt < 0 ? path.length : differsAt;
    if (!nearest || common > nearest.common) nearest = { secret, common };
  }
  return nearest?.secret;
}
