import {
  promiseApiOf,
  type Manifest,
  type Right,
} from '@syntasso/plugin-ske-common';
import {
  accessReview,
  type AccessQuestion,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import pLimit from 'p-limit';
import { stringify } from 'yaml';

/** A right that something here needs. */
export interface NeededRight {
  purpose: Right['purpose'];
  group: string;
  resource: string;
  verb: string;
}

const KRATIX = 'platform.kratix.io';
const READ = ['get', 'list', 'watch'];

/** APIs of Promises that are asked about at most, to limit the number of reviews. */
const APIS_ASKED = 50;
/** Access reviews that run at the same time. */
const AT_ONCE = 20;

/**
 * Every right that pages, requests and operations need, for these Promises.
 *
 * @param requestsGoTo - where requests are written; rights to write Resources are
 * needed on the cluster only if they go there
 */
export function neededRights(
  promises: Manifest[],
  requestsGoTo: 'cluster' | 'repository',
): NeededRight[] {
  const needs = (
    purpose: Right['purpose'],
    group: string,
    resources: string[],
    verbs: string[],
  ): NeededRight[] =>
    resources.flatMap(resource =>
      verbs.map(verb => ({ purpose, group, resource, verb })),
    );
  const details = (group: string, resources: string[]) =>
    needs('details', group, resources, ['list', 'watch']);
  return [
    ...needs('pages', KRATIX, ['promises'], READ),
    ...promises
      .map(promise => promiseApiOf(promise))
      .filter(api => api !== undefined)
      .slice(0, APIS_ASKED)
      .flatMap(api => [
        ...needs('pages', api.group, [api.plural], READ),
        ...(requestsGoTo === 'cluster'
          ? needs(
              'requests',
              api.group,
              [api.plural],
              ['create', 'patch', 'delete'],
            )
          : []),
        // Running a workflow again sets a label on the cluster, in any mode.
        ...needs('operations', api.group, [api.plural], ['patch']),
      ]),
    ...details(KRATIX, ['works', 'workplacements', 'destinations']),
    ...details(KRATIX, ['resourcebindings', 'promiserevisions']),
    ...details('batch', ['jobs']),
    ...needs('details', '', ['pods'], READ),
    ...needs('details', '', ['pods/log'], ['get']),
    ...details('events.k8s.io', ['events']),
    ...needs('operations', KRATIX, ['resourcebindings'], ['patch']),
  ];
}

/** Cluster-scoped resources; all others are asked about in each namespace. */
const CLUSTER_SCOPED = ['promises', 'promiserevisions', 'destinations'];
/** Namespaces that are asked about at most: rights are usually the same in all of them. */
const NAMESPACES_ASKED = 5;

const isClusterScoped = ({ group, resource }: NeededRight) =>
  group === KRATIX && CLUSTER_SCOPED.includes(resource);

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
  const asked = namespaces?.slice(0, NAMESPACES_ASKED) ?? [undefined];
  const review = async (right: NeededRight): Promise<Right> => {
    const question = questionOf(right);
    for (const namespace of isClusterScoped(right) ? [undefined] : asked) {
      const answer = await atOnce(() =>
        accessReview(client, { ...question, namespace }),
      );
      if (answer.allowed) continue;
      const where = namespace && `in namespace ${namespace}`;
      const reason = [where, answer.reason].filter(Boolean).join(': ');
      return { ...right, allowed: false, reason: reason || undefined };
    }
    return { ...right, allowed: true };
  };
  return Promise.all(needed.map(review));
}

function questionOf({ group, resource, verb }: NeededRight): AccessQuestion {
  const [plural, subresource] = resource.split('/');
  return { type: { group, plural }, subresource, verb };
}

/**
 * The roles that would give what is missing, as YAML: a ClusterRole; for a
 * credential that may look into some namespaces only, a Role in each of them, and
 * a ClusterRole for cluster-scoped resources.
 */
export function missingRules(
  rights: Right[],
  namespaces?: string[],
): string | undefined {
  const missing = rights.filter(right => !right.allowed);
  const inClusterRole = namespaces ? missing.filter(isClusterScoped) : missing;
  const inRoles = missing.filter(right => !inClusterRole.includes(right));
  const roles = [
    ...(inClusterRole.length > 0 ? [roleWith(inClusterRole)] : []),
    ...(inRoles.length > 0
      ? (namespaces ?? []).map(namespace => roleWith(inRoles, namespace))
      : []),
  ];
  return roles.length === 0
    ? undefined
    : roles.map(role => stringify(role)).join('---\n');
}

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
