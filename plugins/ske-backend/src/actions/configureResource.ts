import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  CLUSTER_TOKEN_SECRET,
  isPromise,
  refOf,
  SEEN_VERSION_SECRET,
  seenVersionSchema,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { ifNotFound } from '@syntasso/plugin-ske-node';
import type { Access } from '../access/Access';
import { audited } from '../access/audited';
import type { Platforms } from '../platform/Platforms';
import { readManifest } from '../platform/readManifest';

const examples = [
  {
    description: 'Request a Redis, or change the one that is there',
    example: `steps:
  - id: ske-configure-resource
    name: Request Redis
    action: ske:configure-resource
    input:
      manifest: |
        apiVersion: marketplace.example.org/v1alpha1
        kind: Redis
        metadata:
          name: cache
          namespace: default
        spec:
          size: small
`,
  },
];

/**
 * `ske:configure-resource`: creates a Resource or changes it, by server-side
 * apply. Running it again with the same input has no further effect.
 */
export function createConfigureResourceAction(options: {
  platforms: Platforms;
  access: Access;
  auditor: AuditorService;
}) {
  const { platforms, access, auditor } = options;
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
      },
    },
    async handler(ctx) {
      const manifest = readManifest(ctx.input.manifest);
      const { name, namespace = 'default' } = manifest.metadata;
      const what = `${manifest.kind} ${namespace}/${name}`;
      const ref = refOf(manifest);
      if (isPromise(ref)) {
        throw new InputError(
          'manifest: is a Promise. This action requests Resources; Promises are installed on the platform.',
        );
      }
      const credentials = await ctx.getInitiatorCredentials();
      const platform = platforms.for({
        kind: 'person',
        backstageToken: ctx.secrets?.backstageToken,
        clusterToken: ctx.secrets?.[CLUSTER_TOKEN_SECRET],
      });
      const promise = await platform.promiseOf(ref);
      const present = await platform.get(ref).catch(ifNotFound);
      await access.requireResource(
        credentials,
        present ? 'update' : 'create',
        present ?? manifest,
        promise,
      );
      if (ctx.isDryRun) {
        const result = await platform.dryRun(manifest, 'update');
        if (result.outcome === 'refused') throw new InputError(result.message);
        ctx.logger.info(`The platform would accept ${what}`);
        return;
      }
      ctx.logger.info(`Applying ${what} on platform ${platform.name}`);
      const receipt = await audited(
        auditor,
        {
          eventId: 'configure-resource',
          meta: { ...ref, taskId: ctx.task?.id, by: ctx.user?.ref },
        },
        () =>
          platform.apply(seen(manifest, ctx.secrets), { by: ctx.user?.ref }),
      );
      if (receipt.kind === 'committed') {
        ctx.output('commitsha', receipt.commit);
        ctx.logger.info(`${what} is in commit ${receipt.commit}`);
      }
      if (receipt.kind === 'applied') {
        ctx.output('resourceId', receipt.manifest.metadata.uid);
        ctx.logger.info(
          `${what} accepted (generation ${
            receipt.manifest.metadata.generation ?? 1
          })`,
        );
      }
    },
  });
}

/**
 * The manifest with the version that the person has looked at, where their form
 * says which: then nobody else's change is overwritten unseen.
 */
function seen(
  manifest: Manifest,
  secrets: Record<string, string> | undefined,
): Manifest {
  const said = secrets?.[SEEN_VERSION_SECRET];
  if (said === undefined) return manifest;
  const version = seenVersionSchema.safeParse(jsonOf(said));
  if (!version.success) {
    throw new InputError(
      `Secret ${SEEN_VERSION_SECRET}: give what the Resource's metadata had as JSON, for example {"resourceVersion":"42","generation":3}.`,
    );
  }
  return { ...manifest, metadata: { ...manifest.metadata, ...version.data } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
