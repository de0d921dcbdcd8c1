import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { exampleRequest } from './exampleRequest';

const examples = [
  {
    description: 'Write a Redis where the next step takes it from',
    example: `steps:
  - id: write-manifest
    name: Write the manifest
    action: ske:write-manifest
    input:
      targetPath: kratix-requests/redis/default/cache.yaml
      manifest: ${exampleRequest}
`,
  },
];

/** `ske:write-manifest`: puts a manifest into the workspace of the task. */
export function createWriteManifestAction(requests: ResourceRequests) {
  return createTemplateAction({
    id: 'ske:write-manifest',
    description: "Writes a Kubernetes manifest into the task's workspace",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        manifest: z => z.string().describe('One YAML or JSON document'),
        targetPath: z =>
          z
            .string()
            .describe('Where in the workspace; missing folders are made'),
      },
      output: {
        manifestPath: z => z.string().describe('absolute path of the file'),
      },
    },
    async handler(ctx) {
      const { manifest, targetPath } = ctx.input;
      await requests.read(await ctx.getInitiatorCredentials(), manifest);
      const path = resolveInside(ctx.workspacePath, targetPath);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, manifest);
      ctx.output('manifestPath', path);
      ctx.logger.info(`Wrote ${targetPath}`);
    },
  });
}

function resolveInside(workspace: string, path: string): string {
  try {
    return resolveSafeChildPath(workspace, path);
  } catch {
    throw new InputError(
      `targetPath: "${path}" leaves the workspace. Give a path inside it, without "..".`,
    );
  }
}
