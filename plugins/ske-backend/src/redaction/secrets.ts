import { InputError } from '@backstage/errors';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  HIDDEN,
  isObject,
  isSecretField,
  MASK,
  mapValues,
  redact,
  redactObjectsIn,
  redactStatus,
  secretsIn,
  secretsInObjectText,
  storedSecretMark,
  withoutSecrets,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { listItemAt } from './listItem';
import { maskKnownSecrets, maskText } from './maskText';

/** Holds the whole object as somebody has applied it, secrets included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The schema of each top-level field of a Resource, by the field's name. */
export const schemasOf = ({ form }: Offering): Record<string, JsonObject> =>
  form
    ? {
        ...form.otherFields,
        spec: form.spec,
        ...(form.status ? { status: form.status } : {}),
      }
    : {};

/**
 * So many secrets of a Resource are looked for in texts about it, such as messages; all
 * are masked in their own fields. A request with as many secrets, or lines of them, is
 * refused.
 */
const MOST_SECRETS = 500;
/** A shorter label or annotation is masked where it is shown, and not looked for. */
const SHORTEST_OF_METADATA = 8;

/**
 * The secrets of a Resource, by its offering's API and by what looks like one;
 * at most the first {@link MOST_SECRETS} of them.
 */
export function secretsOfResource(
  resource: Manifest,
  offering: Offering,
): string[] {
  const cached = secretsByResource.get(resource);
  if (cached?.offering === offering) return cached.secrets;
  const schemas = schemasOf(offering);
  const { labels = {}, annotations = {} } = resource.metadata;
  const { [LAST_APPLIED]: _, ...others } = annotations;
  const allSecrets = [
    ...partsOf(resource).flatMap(([part, value]) =>
      part === 'status' ? [] : secretsIn(value, schemas[part]),
    ),
    // By their keys many are only switches, such as `inject-token: "true"`.
    ...Object.entries({ ...labels, ...others })
      .flatMap(([key, text]) =>
        isSecretField(key, text) ? [text] : secretsInObjectText(text),
      )
      .filter(text => text.length >= SHORTEST_OF_METADATA),
  ];
  const secrets = [...new Set(allSecrets)].slice(0, MOST_SECRETS);
  secretsByResource.set(resource, { offering, secrets });
  return secrets;
}

/** An object is looked at for each answer, and large ones take their time. */
const secretsByResource = new WeakMap<
  Manifest,
  { offering: Offering; secrets: string[] }
>();

/** @throws InputError for a manifest with more secrets than anybody can look for. */
export function requireFewSecrets(wanted: Manifest, offering: Offering): void {
  const secrets = secretsOfResource(wanted, offering);
  const lines = secrets.reduce(
    (count, secret) => count + secret.split('\n').length,
    0,
  );
  if (lines < MOST_SECRETS) return;
  throw new InputError(
    `manifest: has ${MOST_SECRETS} secrets or more, or as many lines of them, by the names and formats of its fields. Name Secrets on the platform instead of their values.`,
  );
}

/**
 * A Resource as it may be shown, stored or logged: see {@link redact}.
 *
 * @param mask - what stands for a secret at a path of the Resource; default:
 * what is put back when it is sent again, and in its status {@link HIDDEN}
 */
export function redactResource(
  resource: Manifest,
  offering: Offering,
  mask: (path: string[]) => string = storedSecretMarks(resource, offering),
): Manifest {
  const schemas = schemasOf(offering);
  const secrets = secretsOfResource(resource, offering);
  const parts = partsOf(resource).map(([part, value]) => {
    if (part !== 'status') {
      return [
        part,
        redact(value, schemas[part], path => mask([part, ...path])),
      ];
    }
    const redactedStatus = redactStatus(value, schemas.status, mask([part]));
    // The platform may quote there what it does not like.
    return [
      part,
      mapValues(redactedStatus, text =>
        typeof text === 'string' ? maskKnownSecrets(text, secrets) : undefined,
      ),
    ];
  });
  return {
    ...resource,
    metadata: redactMetadata(resource.metadata, secrets),
    ...Object.fromEntries(parts),
  };
}

/** What stands for the secrets of a Resource that the platform has. */
function storedSecretMarks(resource: Manifest, offering: Offering) {
  let maskedResource: Manifest | undefined;
  return (path: string[]) => {
    if (path[0] === 'status') return HIDDEN;
    maskedResource ??= redactResource(resource, offering, () => MASK);
    return storedSecretMark(path, listItemAt(maskedResource, path)?.id);
  };
}

/**
 * The definition of an offering as it may be shown: with its API, and without what is
 * for the platform team only. Where only the catalog tells of the offering, what it
 * tells.
 */
export function redactDefinition(offering: Offering): Manifest {
  const { engine, metadata, ref, source } = offering;
  if (source.kind === 'entity') {
    const { apiVersion, kind } = ref;
    const { api } = offering;
    const names = api && { group: api.group, names: { kind: api.kind } };
    return {
      ...{ apiVersion, kind, metadata },
      ...(names ? { spec: { api: { spec: names } } } : {}),
    };
  }
  const { definition } = source;
  const { spec, status } = definition;
  const visibleFields = Object.entries(spec ?? {}).filter(
    ([field]) => !engine.hiddenSpecFields.includes(field),
  );
  return {
    ...definition,
    metadata: redactMetadata(metadata, []),
    ...(spec ? { spec: Object.fromEntries(visibleFields) } : {}),
    ...(isObject(status) ? { status: withoutSecrets(status) } : {}),
  };
}

/** Everything of an object except apiVersion, kind and metadata. */
export const partsOf = ({
  apiVersion: _apiVersion,
  kind: _kind,
  metadata: _metadata,
  ...parts
}: Manifest): [string, JsonValue][] =>
  Object.entries(parts).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  );

function redactMetadata(
  metadata: Manifest['metadata'],
  secrets: string[],
): Manifest['metadata'] {
  const { labels, annotations } = metadata;
  const maskAll = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [
        key,
        isSecretField(key, text)
          ? MASK
          : maskText(redactObjectsIn(text), secrets),
      ]),
    );
  const { [LAST_APPLIED]: _, ...others } = annotations ?? {};
  return {
    ...metadata,
    ...(labels ? { labels: maskAll(labels) } : {}),
    ...(annotations ? { annotations: maskAll(others) } : {}),
  };
}
