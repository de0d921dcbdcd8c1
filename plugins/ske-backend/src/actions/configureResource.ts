import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  SEEN_VERSION_SECRET,
  seenVersionSchema,
} from '@syntasso/plugin-ske-common';
import type { SeenVersion } from '../requests/Requester';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { findEntityRef } from './findEntityRef';
import { requesterOf } from './requesterOf';
import { exampleRequest } from './exampleRequest';
import { readRequest } from './readRequest';

const examples = [
  {
    description: 'Request a Redis, or change the one that is there',
    example: `steps:
  - id: ske-configure-resource
    name: Request Redis
    action: ske:configure-resource
    input:
      manifest: ${exampleRequest}
`,
  },
];

/**
 * `ske:configure-resource`: creates a Resource or changes it, on the platform or
 * by a commit, as `ske.mode` says. Running it again with the same input has no
 * further effect.
 */
export function createConfigureResourceAction(requests: ResourceRequests) {
  return createTemplateAction({
    id: 'ske:configure-resource',
    description: 'Requests a Resource of a Kratix Promise, or changes one',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        manifest: z =>
          z.string().describe('The Resource as one YAML or JSON document'),
      },
      output: {
        resourceId: z =>
          z.string().describe('uid of the Resource on the platform').optional(),
        commitsha: z =>
          z.string().describe('commit, in the Git modes').optional(),
        entityRef: z =>
          z
            .string()
            .describe('Component that stands for it in the catalog')
            .optional(),
      },
    },
    async handler(ctx) {
      const manifest = await readRequest(requests, ctx, ctx.input.manifest);
      const { name, namespace = 'default' } = manifest.metadata;
      const displayName = `${manifest.kind} ${namespace}/${name}`;
      const requester = await requesterOf(ctx);
      if (ctx.isDryRun) {
        await requests.budgets.spend(requester.credentials, 'dryRuns');
        const result = await requests.dryRun(requester, manifest, 'update');
        if (result.outcome === 'refused') throw new InputError(result.message);
        ctx.logger.info(`The platform would accept ${displayName}`);
        return;
      }
      ctx.logger.info(
        `Sending ${displayName} to platform ${requests.platformProvider.name}`,
      );
      const receipt = await ctx.checkpoint({
        key: `ske:configure-resource ${displayName}`,
        fn: async () => {
          const seenVersion = seenVersionOf(ctx.secrets);
          const dispatched = await requests.configure(
            requester,
            manifest,
            seenVersion,
          );
          return {
            ...dispatched.result.receipt,
            entityRef: await findEntityRef(
              requests,
              ctx.logger,
              requester,
              manifest,
              dispatched,
            ),
          };
        },
      });
      const { commit, uid, generation = 1, entityRef } = receipt;
      if (entityRef) ctx.output('entityRef', entityRef);
      if (commit) {
        ctx.output('commitsha', commit);
        ctx.logger.info(`${displayName} is in commit ${commit}`);
      }
      if (uid) {
        ctx.output('resourceId', uid);
        ctx.logger.info(`${displayName} accepted (generation ${generation})`);
      }
    },
  });
}

/**
 * The version that the person's form was filled from, where the form has it: only that
 * version is changed, so that no change of somebody else is lost.
 */
function seenVersionOf(
  secrets: Record<string, string> | undefined,
): SeenVersion | undefined {
  const secret = secrets?.[SEEN_VERSION_SECRET];
  if (secret === undefined) return undefined;
  const version = seenVersionSchema.safeParse(jsonOf(secret));
  if (version.success) return version.data;
  throw new InputError(
    `Secret ${SEEN_VERSION_SECRET}: give what the Resource's metadata had as JSON, for example {"resourceVersion":"42","generation":3}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
