import { z } from 'zod';

/** Name of a namespace, and of a Resource that becomes part of other names. */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Name of most objects, and an API group. */
export const DNS_SUBDOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
/** Version of an API. */
export const VERSION = DNS_LABEL;
/** Kind, as a CRD may have it. */
export const KIND = /^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

const LABEL_VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;

/** What Git takes for a branch, and one component of it. */
const BRANCH = /^(?!@$)[^\p{Cc} ~^:?*[\\]+$/u;
const BRANCH_PART = /^(?![-.])(?!.*(?:\.\.|@\{|\.$|\.lock$)).+$/;

/**
 * Names as Kubernetes and Git have them. They become parts of addresses, paths
 * and queries, so every route, stream subject, action and tool takes them by
 * these schemas: nothing else gets any further.
 *
 * Sources: Kubernetes, Object Names and IDs; Labels and Selectors; Git,
 * git-check-ref-format.
 *
 * @public
 */
export const nameSchemas = {
  /** Of an object: a Resource, a Promise, a Pod. */
  object: z
    .string()
    .regex(
      DNS_SUBDOMAIN,
      'must be lower-case letters, digits, hyphens and dots, at most 253; begin and end with a letter or digit',
    ),
  namespace: z
    .string()
    .regex(
      DNS_LABEL,
      'must be lower-case letters, digits and hyphens, at most 63; begin and end with a letter or digit',
    ),
  container: z
    .string()
    .regex(
      DNS_LABEL,
      'must be the name of a container: lower-case letters, digits and hyphens, at most 63',
    ),
  kind: z.string().regex(KIND, 'must be a kind, such as Redis'),
  /** Group and version; core kinds have only a version. */
  apiVersion: z
    .string()
    .refine(
      isApiVersion,
      'must be group/version, such as marketplace.kratix.io/v1alpha1',
    ),
  branch: z
    .string()
    .max(244, 'must be at most 244 characters')
    .refine(
      isBranch,
      'must be the name of a branch, such as main or backstage/redis/cache',
    ),
  /** Of a Promise, which Kratix keeps as a label. */
  promiseVersion: z
    .string()
    .min(1, 'must be a version, such as v1.2.0')
    .regex(
      LABEL_VALUE,
      'must be letters, digits, hyphens, underscores and dots, at most 63; begin and end with a letter or digit',
    ),
};

function isBranch(text: string): boolean {
  return (
    BRANCH.test(text) && text.split('/').every(part => BRANCH_PART.test(part))
  );
}

function isApiVersion(text: string): boolean {
  const parts = text.split('/');
  const version = parts.pop() ?? '';
  return (
    VERSION.test(version) &&
    (parts.length === 0 || (parts.length === 1 && DNS_SUBDOMAIN.test(parts[0])))
  );
}

/**
 * Whether a group is of Kubernetes or Kratix themselves: no Promise offers what
 * is in it. Groups of Kubernetes have no dot, or end in `k8s.io` (source:
 * Kubernetes, API groups; `k8s.io` names are protected).
 *
 * @public
 */
export const isBuiltInGroup = (group: string) =>
  !group.includes('.') ||
  /(^|\.)(k8s\.io|kubernetes\.io)$/.test(group) ||
  group === 'platform.kratix.io';
