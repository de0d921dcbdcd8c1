import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_SKE_PROMISE,
  RESOURCE_TYPE_SKE_RESOURCE,
} from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { inAudience } from './audience';
import type { PromiseAttributes, ResourceAttributes } from './attributes';

/** What permissions about Promises are decided on. @public */
export const skePromiseResourceRef = createPermissionResourceRef<
  PromiseAttributes,
  never
>().with({ pluginId: 'ske', resourceType: RESOURCE_TYPE_SKE_PROMISE });

/** What permissions about Resources are decided on. @public */
export const skeResourceResourceRef = createPermissionResourceRef<
  ResourceAttributes,
  never
>().with({ pluginId: 'ske', resourceType: RESOURCE_TYPE_SKE_RESOURCE });

/** Rules are applied in memory; there is no database to query. */
function noQuery(): never {
  throw new Error('Rules about Promises and Resources are applied in memory.');
}

const claims = z.object({
  claims: z
    .array(z.string())
    .describe('entity references, as in ownershipEntityRefs'),
});
const promises = z.object({
  promises: z.array(z.string()).describe('names of Promises'),
});
const namespaces = z.object({
  namespaces: z.array(z.string()).describe('namespaces on the platform'),
});

/** Whether one of the claims is the owner. */
const isOwner = (subject: { owner: string }, params: { claims: string[] }) =>
  params.claims.includes(subject.owner);

/** Rules about Promises. @public */
export const skePromiseRules = {
  isOwner: createPermissionRule({
    name: 'IS_OWNER',
    description: 'One of the claims owns the Promise in the catalog',
    resourceRef: skePromiseResourceRef,
    paramsSchema: claims,
    apply: isOwner,
    toQuery: noQuery,
  }),
  inAudience: createPermissionRule({
    name: 'IN_AUDIENCE',
    description: 'The Promise is for everybody, or for one of the claims',
    resourceRef: skePromiseResourceRef,
    paramsSchema: claims,
    apply: (subject, params) => inAudience(subject.audience, params.claims),
    toQuery: noQuery,
  }),
  isNamed: createPermissionRule({
    name: 'IS_NAMED',
    description: 'The Promise is one of these',
    resourceRef: skePromiseResourceRef,
    paramsSchema: promises,
    apply: (subject, params) => params.promises.includes(subject.promise),
    toQuery: noQuery,
  }),
};

/** Rules about Resources. @public */
export const skeResourceRules = {
  isOwner: createPermissionRule({
    name: 'IS_OWNER',
    description: 'One of the claims owns the Resource in the catalog',
    resourceRef: skeResourceResourceRef,
    paramsSchema: claims,
    apply: isOwner,
    toQuery: noQuery,
  }),
  ofPromise: createPermissionRule({
    name: 'OF_PROMISE',
    description: 'The Resource is of one of these Promises',
    resourceRef: skeResourceResourceRef,
    paramsSchema: promises,
    apply: (subject, params) => params.promises.includes(subject.promise),
    toQuery: noQuery,
  }),
  inNamespace: createPermissionRule({
    name: 'IN_NAMESPACE',
    description: 'The Resource is in one of these namespaces',
    resourceRef: skeResourceResourceRef,
    paramsSchema: namespaces,
    // Before a form is filled in, any of the namespaces may still be chosen.
    apply: (subject, params) =>
      subject.namespace === undefined ||
      params.namespaces.includes(subject.namespace),
    toQuery: noQuery,
  }),
};

const promiseExports = createConditionExports({
  resourceRef: skePromiseResourceRef,
  rules: skePromiseRules,
});
const resourceExports = createConditionExports({
  resourceRef: skeResourceResourceRef,
  rules: skeResourceRules,
});

/** Conditions about Promises, for a permission policy. @public */
export const skePromiseConditions = promiseExports.conditions;

/** A policy's conditional decision about Promises. @public */
export const createSkePromiseConditionalDecision =
  promiseExports.createConditionalDecision;

/** Conditions about Resources, for a permission policy. @public */
export const skeResourceConditions = resourceExports.conditions;

/** A policy's conditional decision about Resources. @public */
export const createSkeResourceConditionalDecision =
  resourceExports.createConditionalDecision;
