import { InputError } from '@backstage/errors';
import {
  mapValues,
  MASK,
  pathOfStoredSecretMark,
  redact,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import { hasSecret } from '../../redaction/maskText';
import {
  partsOf,
  redactResource,
  schemasOf,
  secretsOfResource,
} from '../../redaction/secrets';
import { formatManifest } from '../../platform/git/manifestFile';
import type { Requester } from '../Requester';

/**
 * @throws InputError if fields hold secrets: everybody who can read a repository can
 * read them, also in its history.
 */
export function refuseSecretFields(fields: string[]) {
  if (fields.length === 0) return;
  throw new InputError(
    `${fields.join(
      ', ',
    )}: holds a secret, and requests go to a Git repository here. Name a Secret on the platform instead of its value, or ask the platform team.`,
  );
}

/**
 * Secret values of a request, which must not be stored: those typed as secrets,
 * and those that its offering's API or their form shows to be secret.
 */
export const secretsOf = (
  requester: Pick<Requester, 'secrets'>,
  manifest: Manifest,
  offering: Offering,
): string[] => [
  ...(requester.secrets ?? []),
  ...secretsOfResource(manifest, offering),
];

const MOST_FIELDS = 50;
/** Characters of a path; keys of maps may be long. */
const LONGEST_PATH = 200;

/**
 * Finds where a person has typed a secret into a manifest, instead of leaving a stored
 * one as it is: paths such as `spec.users[0].password`, at most {@link MOST_FIELDS}. Whether
 * it differs from the stored one is not said: that would let people guess it.
 */
export function findGivenSecrets(
  requester: Pick<Requester, 'secrets'>,
  sent: Manifest,
  offering: Offering,
): string[] {
  const typedManifest = mapValues(sent as JsonObject, value =>
    value === MASK ||
    value === null ||
    pathOfStoredSecretMark(value) !== undefined
      ? ''
      : undefined,
  ) as Manifest;
  const schemas = schemasOf(offering);
  const ofTask = requester.secrets ?? [];
  const { labels = {}, annotations = {} } = typedManifest.metadata;
  const parts: [string, JsonValue][] = [
    ['metadata.labels', labels],
    ['metadata.annotations', annotations],
    ...partsOf(typedManifest),
  ];
  const paths = parts.flatMap(([part, value]) => {
    const markedPart = redact(value, schemas[part], () => GIVEN);
    const pathsOfPart: string[] = [];
    mapValues(
      markedPart,
      (item, path) => {
        if (typeof item === 'object') return undefined;
        const text = String(item);
        if (text === GIVEN || hasSecret(text, ofTask)) pathsOfPart.push(path);
        return undefined;
      },
      part,
    );
    return pathsOfPart;
  });
  return paths.slice(0, MOST_FIELDS).map(path => path.slice(0, LONGEST_PATH));
}

/** Cannot be typed: Kubernetes takes no NUL in a text. */
const GIVEN = '\0given';

/** The present object as text for the history: name, namespace and content, secrets masked. */
export function redactedTextOf(present: Manifest, offering: Offering): string {
  const { metadata, ...content } = redactResource(
    present,
    offering,
    () => MASK,
  );
  const { name, namespace } = metadata;
  return formatManifest({ ...content, metadata: { name, namespace } });
}
