import { DNS_LABEL, DNS_SUBDOMAIN } from '../kubernetes/nameSchemas';
import { isSecretDataKey } from './namedSecrets';

/**
 * The line with which somebody reads a Secret on the platform: one key of it, or without
 * a key what it has, names only. Undefined where a name is none of Kubernetes: the line
 * is pasted into a shell.
 *
 * @public
 */
export function secretCommand(secret: {
  name: string;
  namespace: string;
  key?: string;
}): string | undefined {
  const { name, namespace, key } = secret;
  if (!DNS_SUBDOMAIN.test(name) || !DNS_LABEL.test(namespace)) return undefined;
  if (key === undefined)
    return `kubectl -n ${namespace} describe secret ${name}`;
  if (!isSecretDataKey(key)) return undefined;
  // A dot in a key would be a step into it.
  const path = key.replaceAll('.', '\\.');
  return `kubectl -n ${namespace} get secret ${name} -o jsonpath='{.data.${path}}' | base64 -d`;
}
