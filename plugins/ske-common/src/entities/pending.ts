import type { Entity } from '@backstage/catalog-model';
import { annotations as keys, entityTypes } from '../annotations/keys';
import type { RequestRecord } from '../api/requests';
import { splitApiVersion } from '../kubernetes/manifest';
import { makeEntityLabels } from './entityLabels';
import { toEntityName, shortHash } from './entityNames';
import { audienceSpec, DEFAULT_OWNER } from '../annotations/entityOptions';

/** What the Component of a request needs besides the record. @public */
export interface PendingRequestContext {
  /** Owner of the Resource to be, as its Component will have it. */
  owner?: string;
  /** Who sees it: the audience of its Promise. */
  audience?: string[];
  /** Name of the Promise's Template, as an entity reference. */
  templateRef?: string;
  /** Entity reference of the Promise's Component. */
  promiseRef?: string;
}

/**
 * The name of the Component that stands for a request. Unique for each request;
 * what makes it so is kept when a long name is cut.
 *
 * @public
 */
export const pendingComponentName = (
  record: Pick<RequestRecord, 'id' | 'ref'>,
) =>
  toEntityName(
    `${record.ref.name}-${record.ref.kind.toLowerCase()}-request`,
    shortHash(record.id),
  );

/**
 * The Component that stands for a request until the Resource's own is there.
 *
 * @public
 */
export function makePendingComponent(
  record: RequestRecord,
  about: PendingRequestContext = {},
): Entity {
  const { ref, requestedBy } = record;
  const { group, version } = splitApiVersion(ref.apiVersion);
  const waits =
    record.delivery === 'pull-request'
      ? 'waiting for approval'
      : 'submitted, waiting for the platform';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: pendingComponentName(record),
      title: `${ref.name} ${ref.kind}`,
      description: `${ref.kind} requested${
        requestedBy ? ` by ${requestedBy}` : ''
      }: ${waits}`,
      tags: ['kratix', 'pending'],
      labels: makeEntityLabels(undefined, {
        offering: record.promise,
        version: undefined,
      }),
      annotations: {
        [keys.type]: 'resource',
        [keys.promiseName]: record.promise,
        [keys.group]: group,
        [keys.version]: version,
        [keys.kind]: ref.kind,
        [keys.name]: ref.name,
        [keys.namespace]: ref.namespace ?? 'default',
        ...requestAnnotationsOf(record),
        ...(requestedBy ? { [keys.requestedBy]: requestedBy } : {}),
        ...(about.templateRef
          ? { [keys.promiseTemplate]: about.templateRef }
          : {}),
      },
    },
    spec: {
      type: entityTypes.resource,
      lifecycle: 'experimental',
      owner: about.owner ?? DEFAULT_OWNER,
      ...audienceSpec(about.audience),
      ...(about.promiseRef ? { dependsOn: [about.promiseRef] } : {}),
    },
  };
}

/**
 * What a request that is on its way says on an entity, its own or the
 * Resource's: its phase, and where its pull request and its repository are.
 *
 * @public
 */
export function requestAnnotationsOf(
  record: RequestRecord,
): Record<string, string> {
  const { pullRequest, requestsRepoUrl } = record;
  return {
    [keys.phase]:
      record.action === 'Delete' ? 'pending-deletion' : 'pending-review',
    ...(pullRequest ? { [keys.pullRequestUrl]: pullRequest.url } : {}),
    ...(requestsRepoUrl ? { [keys.requestsRepoUrl]: requestsRepoUrl } : {}),
  };
}
