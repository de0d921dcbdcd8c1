import type { Offering, Right } from '@syntasso/plugin-ske-common';
import {
  reviewAccess,
  type AccessQuestion,
  type KubernetesClient,
  type ResourceType,
} from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import { stringify } from 'yaml';
import type { ClusterEngine, NeededRight } from '../live/ClusterEngine';

const READ = ['get', 'list', 'watch'];

/** APIs of offerings that are asked about at most, to limit the number of reviews. */
const APIS_ASKED = 50;
/** Access reviews that run at the same time. */
const AT_ONCE = 20;

/**
 * Every right that pages, requests and operations need, for these offerings.
 *
 * @param requestsGoTo - where requests are written; rights to write Resources are
 * needed on the cluster only if they go there
 */
export function listNeededRights(
  engines: readonly ClusterEngine[],
  offerings: Offering[],
  requestsGoTo: 'cluster' | 'repository',
): NeededRight[] {
  const needs = (
    purpose: Right['purpose'],
    { group, plural }: Pick<ResourceType, 'group' | 'plural'>,
    verbs: string[],
    scope: NeededRight['scope'] = 'Namespaced',
  ): NeededRight[] =>
    verbs.map(verb => ({ purpose, group, resource: plural, verb, scope }));
  return [
    ...engines.flatMap(engine =>
      needs('pages', engine.definitions, READ, 'Cluster'),
    ),
    ...offerings
      .map(({ api }) => api)
      .filter(api => api !== undefined)
      .slice(0, APIS_ASKED)
      .flatMap(({ group, served }) => {
        if (!served) return [];
        const type = { group, plural: served.plural };
        return [
          ...needs('pages', type, READ),
          ...(requestsGoTo === 'cluster'
            ? needs('requests', type, ['create', 'patch', 'delete'])
            : []),
          // Running a workflow again sets a label on the cluster, in any mode.
          ...needs('operations', type, ['patch']),
        ];
      }),
    ...engines.flatMap(({ rights }) => rights),
    // What happened to an object.
    ...needs('details', { group: 'events.k8s.io', plural: 'events' }, [
      'list',
      'watch',
    ]),
  ];
}

/** Namespaces that are asked about at most: rights are usually the same in all of them. */
const NAMESPACES_ASKED = 5;

/**
 * Asks the platform about each right.
 *
 * @param namespaces - that the credential may look into; default: all
 */
export async function reviewRights(
  client: KubernetesClient,
  needed: NeededRight[],
  namespaces?: string[],
): Promise<Right[]> {
  const atOnce = pLimit(AT_ONCE);
  const reviewed = namespaces?.slice(0, NAMESPACES_ASKED) ?? [undefined];
  const review = async ({
    scope,
    namespace: onlyIn,
    ...right
  }: NeededRight): Promise<Right> => {
    const question = questionOf(right);
    const places = onlyIn === undefined ? reviewed : [onlyIn];
    for (const namespace of scope === 'Cluster' ? [undefined] : places) {
      const answer = await atOnce(() =>
        reviewAccess(client, { ...question, namespace }),
      );
      if (answer.allowed) continue;
      const namespaceText = namespace && `in namespace ${namespace}`;
      const reason = [namespaceText, answer.reason].filter(Boolean).join(': ');
      return { ...right, allowed: false, reason: reason || undefined };
    }
    return { ...right, allowed: true };
  };
  return Promise.all(needed.map(review));
}

function questionOf({
  group,
  resource,
  verb,
}: Omit<NeededRight, 'scope' | 'namespace'>): AccessQuestion {
  const [plural, subresource] = resource.split('/');
  return { type: { group, plural }, subresource, verb };
}

/**
 * The roles that would give what is missing, as YAML: a ClusterRole; for a
 * credential that may look into some namespaces only, a Role in each of them, and
 * a ClusterRole for cluster-scoped resources. What is needed in one namespace only is a
 * Role there.
 */
export function makeMissingRoles(
  rights: Right[],
  needed: NeededRight[],
  namespaces?: string[],
): string | undefined {
  const inClusterRole: Right[] = [];
  const inRoles = new Map<string, Right[]>();
  for (const right of rights.filter(({ allowed }) => !allowed)) {
    const neededRight = needed.find(one => isSame(one, right));
    const places =
      neededRight?.namespace === undefined
        ? namespaces
        : [neededRight.namespace];
    if (neededRight?.scope === 'Cluster' || !places) inClusterRole.push(right);
    else {
      places.forEach(place =>
        inRoles.set(place, [...(inRoles.get(place) ?? []), right]),
      );
    }
  }
  const roles = [
    ...(inClusterRole.length > 0 ? [roleWith(inClusterRole)] : []),
    ...[...inRoles].map(([namespace, inRole]) => roleWith(inRole, namespace)),
  ];
  return roles.length === 0
    ? undefined
    : roles.map(role => stringify(role)).join('---\n');
}

/** Whether a right was asked about because of this need. */
const isSame = (one: NeededRight, other: Right) =>
  one.purpose === other.purpose &&
  one.group === other.group &&
  one.resource === other.resource &&
  one.verb === other.verb;

function roleWith(rights: Right[], namespace?: string) {
  const verbsOf = new Map<string, Set<string>>();
  for (const { group, resource, verb } of rights) {
    const key = JSON.stringify([group, resource]);
    verbsOf.set(key, (verbsOf.get(key) ?? new Set()).add(verb));
  }
  // What has the same verbs in the same group is one rule.
  const rules = new Map<
    string,
    { apiGroups: string[]; resources: string[]; verbs: string[] }
  >();
  for (const [key, verbs] of verbsOf) {
    const [group, resource] = JSON.parse(key) as [string, string];
    const id = JSON.stringify([group, [...verbs]]);
    const rule = rules.get(id);
    if (rule) rule.resources.push(resource);
    else {
      rules.set(id, {
        apiGroups: [group],
        resources: [resource],
        verbs: [...verbs],
      });
    }
  }
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: namespace ? 'Role' : 'ClusterRole',
    metadata: {
      name: 'backstage-ske-missing',
      ...(namespace ? { namespace } : {}),
    },
    rules: [...rules.values()],
  };
}
