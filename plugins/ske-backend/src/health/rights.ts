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

/** So many APIs of Promises are asked about; more would be a flood of reviews. */
const APIS_ASKED = 50;
/** So many reviews at once. */
const AT_ONCE = 20;

/** Every right that pages, requests and operations need, for these Promises. */
export function neededRights(promises: Manifest[]): NeededRight[] {
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
        ...needs(
          'requests',
          api.group,
          [api.plural],
          ['create', 'patch', 'delete'],
        ),
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

/** What is in no namespace; everything else is asked about where it may be. */
const OUTSIDE_NAMESPACES = ['promises', 'promiserevisions', 'destinations'];
/** In so many namespaces; who gives rights in one by one gives the same in all. */
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
  const asked = namespaces?.slice(0, NAMESPACES_ASKED) ?? [undefined];
  const review = async (right: NeededRight): Promise<Right> => {
    const question = questionOf(right);
    const isOutside =
      right.group === KRATIX && OUTSIDE_NAMESPACES.includes(right.resource);
    for (const namespace of isOutside ? [undefined] : asked) {
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

/** The ClusterRole that would give what is missing, as YAML. */
export function missingRules(rights: Right[]): string | undefined {
  const missing = rights.filter(right => !right.allowed);
  if (missing.length === 0) return undefined;
  const verbsOf = new Map<string, Set<string>>();
  for (const { group, resource, verb } of missing) {
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
  return stringify({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'backstage-ske-missing' },
    rules: [...rules.values()],
  });
}
