import { InputError } from '@backstage/errors';
import {
  componentOptionsOf,
  mapValues,
  MASK,
  nameSchemas,
  redact,
  storedSecretPath,
  requestBranch,
  refOf,
  requestPath,
  type Manifest,
  type ObjectRef,
  type Offering,
  type RequestAction,
} from '@syntasso/plugin-ske-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod';
import type { Platform } from '../../platform/Platform';
import { hasSecret, maskText } from '../../redaction/maskText';
import {
  partsOf,
  redactResource,
  schemasOf,
  secretsOfResource,
} from '../../redaction/secrets';
import { formatManifest } from '../../platform/git/manifestFile';
import type { Requester } from '../Requester';
import { validate } from '../../utils/validate';
import type { RequestContext } from '../store/requestRow';

/** Where a request is proposed, as far as the person has said. */
export interface PullRequestTarget {
  repoUrl: string;
  branch?: string;
  base?: string;
  path?: string;
  title?: string;
  description?: string;
}

/** The right that an action needs. */
export function actionToAllow(
  action: RequestAction | undefined,
  present: Manifest | undefined,
) {
  if (action === 'Delete') return 'delete';
  return present ? 'update' : 'create';
}

/** What sending a request, and the Component that stands for it, need to know. */
export function requestContextOf(
  wanted: Manifest,
  offering: Offering,
  { cluster }: Platform,
): Omit<RequestContext, 'isComplete'> {
  const entities = cluster?.live.entities;
  return {
    entityRef: entities?.componentRef(refOf(wanted)),
    owner: componentOptionsOf(wanted.metadata.annotations).owner,
    audience: offering.audience,
    templateRef: entities?.templateRef(offering),
    promiseRef: entities?.componentRef(offering.ref),
  };
}

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

const branchesSchema = z.object({
  branch: nameSchemas.branch.optional(),
  base: nameSchemas.branch.optional(),
});

/**
 * Checks the branches that the person has named. Templates give an empty text for none.
 *
 * @throws InputError that names the one that is no branch.
 */
export function requireBranches({ branch, base }: PullRequestTarget): void {
  validate(branchesSchema, {
    branch: branch || undefined,
    base: base || undefined,
  });
}

/** Where a request is proposed, without secrets in what people read there. */
export const maskTarget = <
  T extends Pick<PullRequestTarget, 'title' | 'description'>,
>(
  target: T,
  secrets: string[],
): T => ({
  ...target,
  title: target.title && maskText(target.title, secrets),
  description: target.description && maskText(target.description, secrets),
});

/** Prefix of the branches that are named after their request. */
const OURS = 'backstage/';

function refuseBranchOfOthers(
  branch: string | undefined,
  usual: string,
  isOfContract: boolean,
) {
  if (!branch?.toLowerCase().startsWith(OURS)) return;
  if (isOfContract || branch === usual) return;
  throw new InputError(
    `branchName: ${branch} is the branch of another request. Give the request a branch of its own that does not begin with ${OURS}, or none.`,
  );
}

/**
 * Where a request is proposed, with defaults for what was left out.
 *
 * @throws InputError for a branch that is named after another request.
 */
export function completeTarget(
  target: PullRequestTarget,
  about: {
    promise: string;
    ref: ObjectRef;
    action: RequestAction;
    by: string | undefined;
    defaultBranch: string;
  },
): NonNullable<RequestContext['target']> {
  const { promise, action, by } = about;
  const { kind, name, namespace = 'default' } = about.ref;
  // Older Templates write this branch name, which is the same in every namespace: a
  // branch of its own is used instead.
  const isOfContract =
    target.branch ===
    `backstage/${promise}/${name}${action === 'Delete' ? '-delete' : ''}`;
  const usual = requestBranch({ promise, namespace, name }, action);
  refuseBranchOfOthers(target.branch, usual, isOfContract);
  const title = target.title || `${action} ${kind} ${namespace}/${name}`;
  return {
    repoUrl: target.repoUrl,
    branch: target.branch && !isOfContract ? target.branch : usual,
    base: target.base || about.defaultBranch,
    path: target.path || requestPath({ promise, namespace, name }),
    title,
    description:
      target.description ||
      `${title}, of Promise ${promise}${
        by ? `, requested by ${by}` : ''
      } through Backstage.`,
  };
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
  const typed = mapValues(sent as JsonObject, value =>
    value === MASK || value === null || storedSecretPath(value) !== undefined
      ? ''
      : undefined,
  ) as Manifest;
  const schemas = schemasOf(offering);
  const ofTask = requester.secrets ?? [];
  const { labels = {}, annotations = {} } = typed.metadata;
  const parts: [string, JsonValue][] = [
    ['metadata.labels', labels],
    ['metadata.annotations', annotations],
    ...partsOf(typed),
  ];
  const paths = parts.flatMap(([part, value]) => {
    const marked = redact(value, schemas[part], () => GIVEN);
    const found: string[] = [];
    mapValues(
      marked,
      (item, path) => {
        if (typeof item === 'object') return undefined;
        const text = String(item);
        if (text === GIVEN || hasSecret(text, ofTask)) found.push(path);
        return undefined;
      },
      part,
    );
    return found;
  });
  return paths.slice(0, MOST_FIELDS).map(path => path.slice(0, LONGEST_PATH));
}

/** Cannot be typed: Kubernetes takes no NUL in a text. */
const GIVEN = '\0given';

/** The present object as text for the history: name, namespace and content, secrets masked. */
export function redactedTextOf(present: Manifest, offering: Offering): string {
  const { metadata, ...shown } = redactResource(present, offering, () => MASK);
  const { name, namespace } = metadata;
  return formatManifest({ ...shown, metadata: { name, namespace } });
}
