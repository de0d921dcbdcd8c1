import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { objectRefSchema } from '@syntasso/plugin-ske-common';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { validate } from '../utils/validate';
import { requesterOf } from './requesterOf';

const examples = [
  {
    description: 'Delete the Redis that is not needed any more',
    example: `steps:
  - id: delete
    name: Delete Redis
    action: ske:delete-resource
    input:
      apiVersion: marketplace.example.org/v1alpha1
      kind: Redis
      name: cache
      namespace: default
`,
  },
];

/** `ske:delete-resource`: deletes a Resource; one that is gone is no error. */
export function createDeleteResourceAction(requests: ResourceRequests) {
  return createTemplateAction({
    id: 'ske:delete-resource',
    description: 'Deletes a Resource of a Kratix Promise',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        apiVersion: z => z.string().describe('group/version'),
        kind: z => z.string().describe('Kind, as the CRD writes it'),
        name: z => z.string().describe('metadata.name'),
        namespace: z =>
          z
            .string()
            .describe('metadata.namespace; default: default')
            .optional(),
      },
      output: {
        commitsha: z =>
          z.string().describe('commit, in the Git modes').optional(),
      },
    },
    async handler(ctx) {
      const ref = validate(objectRefSchema, {
        ...ctx.input,
        namespace: ctx.input.namespace || 'default',
      });
      const displayName = `${ref.kind} ${ref.namespace}/${ref.name}`;
      const requester = await requesterOf(ctx);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would delete ${displayName}`);
        return;
      }
      const commit = await ctx.checkpoint({
        key: `ske:delete-resource ${displayName}`,
        fn: async () => {
          const { result } = await requests.remove(requester, ref);
          return result.receipt?.commit ?? '';
        },
      });
      ctx.logger.info(`${displayName} is being deleted`);
      if (commit) ctx.output('commitsha', commit);
    },
  });
}
