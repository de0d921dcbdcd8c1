import { asText, at } from '@syntasso/plugin-ske-common';
import type { KubernetesClient } from './KubernetesClient';
import type { ResourceType } from './resourceType';

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const AUTHENTICATION = '/apis/authentication.k8s.io/v1';

/** What a credential may be allowed to do; no namespace means all of them. @public */
export interface AccessQuestion {
  type: Pick<ResourceType, 'group' | 'plural'>;
  subresource?: string;
  verb: string;
  namespace?: string;
  name?: string;
}

/** The cluster's answer to an {@link AccessQuestion}. @public */
export interface AccessReview {
  allowed: boolean;
  /** What the authorizer says about it, if anything. */
  reason: string | undefined;
}

/**
 * Asks whether the client's credential may do something
 * (`SelfSubjectAccessReview`).
 *
 * @throws AuthenticationError, ServiceUnavailableError
 * @public
 */
export async function reviewAccess(
  client: KubernetesClient,
  question: AccessQuestion,
): Promise<AccessReview> {
  const { type, subresource, verb, namespace, name } = question;
  const answer = await client.post(
    `${AUTHORIZATION}/selfsubjectaccessreviews`,
    'ask what may be done',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: {
          group: type.group,
          resource: type.plural,
          subresource,
          verb,
          namespace,
          name,
        },
      },
    },
  );
  return {
    allowed: at(answer, 'status', 'allowed') === true,
    reason: asText(at(answer, 'status', 'reason')) || undefined,
  };
}

/** Who the client's credential stands for. @public */
export interface AccountIdentity {
  user: string;
  groups: string[];
}

/**
 * Asks who the client's credential stands for (`SelfSubjectReview`).
 *
 * @throws AuthenticationError, ServiceUnavailableError
 * @public
 */
export async function whoAmI(
  client: KubernetesClient,
): Promise<AccountIdentity> {
  const answer = await client.post(
    `${AUTHENTICATION}/selfsubjectreviews`,
    'ask who this credential stands for',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  );
  const groups = at(answer, 'status', 'userInfo', 'groups');
  return {
    user: asText(at(answer, 'status', 'userInfo', 'username')) ?? '',
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}
