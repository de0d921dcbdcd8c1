import type { Offering } from '@syntasso/plugin-ske-common';
import {
  reviewAccess,
  type AccessQuestion,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';

/** API groups of Promises that are asked about at most. */
const GROUPS_ASKED = 20;
const REMEDY = 'Take it away: examples/rbac has the roles that are enough.';

interface Excess {
  question: AccessQuestion;
  warning: string;
}

const EVERYTHING: Excess = {
  question: { type: { group: '*', plural: '*' }, verb: '*' },
  warning: `It may do everything (cluster-admin, or a rule with '*' for everything). ${REMEDY}`,
};

const core = (plural: string, subresource?: string) => ({
  type: { group: '', plural },
  subresource,
});

const TOO_MUCH: Excess[] = [
  {
    question: { ...core('secrets'), verb: 'get' },
    warning: `It may read Secrets, which Backstage never needs. ${REMEDY}`,
  },
  {
    question: { ...core('pods', 'exec'), verb: 'create' },
    warning: `It may run commands in Pods (pods/exec). ${REMEDY}`,
  },
  {
    question: { ...core('pods', 'proxy'), verb: 'get' },
    warning: `It may reach the ports of Pods (pods/proxy). ${REMEDY}`,
  },
  {
    question: {
      type: { group: 'platform.kratix.io', plural: 'promises' },
      verb: 'patch',
    },
    warning: `It may change Promises, and with them what runs on the platform. ${REMEDY}`,
  },
];

/** How a cluster is reached in a way that others could listen to, or take its place. */
export function findUnsafeAccess(client: KubernetesClient): string[] {
  return [
    ...(client.server.startsWith('http://')
      ? [
          `${client.server} is reached by plain HTTP: whoever is in between reads the token. Use its https address.`,
        ]
      : []),
    ...(client.skipsVerification
      ? [
          `The certificate of ${client.server} is not verified (skipTLSVerify): whoever is in between can take its place. Give its certificate authority (caData or caFile) instead.`,
        ]
      : []),
  ];
}

/** Namespaces that are asked about at most. */
const NAMESPACES_ASKED = 2;

/**
 * Which rights a credential has that nothing here uses, with what to do.
 *
 * @param namespaces - that the credential may look into; default: all
 */
export async function findExcessRights(
  client: KubernetesClient,
  offerings: Offering[],
  namespaces?: string[],
): Promise<string[]> {
  // A right in all namespaces also shows in each of these.
  const places = namespaces?.slice(0, NAMESPACES_ASKED) ?? [undefined];
  const check = async ({ question, warning }: Excess) => {
    for (const namespace of places) {
      const scoped = { ...question, namespace };
      const { allowed, reason } = await reviewAccess(client, scoped);
      // The authorizer names the binding, the role and whom it is bound to.
      if (allowed) return [reason ? `${warning} ${reason}.` : warning];
    }
    return [];
  };
  const everything = await check(EVERYTHING);
  if (everything.length > 0) return everything;
  const groups = new Set(offerings.map(({ api }) => api?.group ?? ''));
  const wildcards = [...groups]
    .filter(Boolean)
    .slice(0, GROUPS_ASKED)
    .map(
      (group): Excess => ({
        question: { type: { group, plural: '*' }, verb: 'delete' },
        warning: `It may delete whatever is in ${group} (a rule with '*' for its resources). ${REMEDY}`,
      }),
    );
  return (await Promise.all([...TOO_MUCH, ...wildcards].map(check))).flat();
}
