import { readFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { requestActions } from '@syntasso/plugin-ske-common';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { findEntityRef } from './findEntityRef';
import { requesterOf } from './requesterOf';
import { exampleRequest } from './exampleRequest';
import { readRequest } from './readRequest';

const examples = [
  {
    description: 'Propose a Redis as a pull request, on any Git host',
    example: `steps:
  - id: pull-request
    name: Open the pull request
    action: ske:pull-request
    input:
      repoUrl: github.com?owner=platform&repo=requests
      targetPath: kratix-requests/redis/default/cache.yaml
      branchName: backstage/redis/cache
      manifest: ${exampleRequest}
output:
  links:
    - title: Pull request
      url: \${{ steps['pull-request'].output.remoteUrl }}
`,
  },
];

/**
 * `ske:pull-request`: proposes a request on a branch of its own, by a pull
 * (merge) request on any host of `integrations`. One that is open is changed;
 * after one that was merged or closed a new one is opened, with a note about it.
 */
export function createPullRequestAction(requests: ResourceRequests) {
  return createTemplateAction({
    id: 'ske:pull-request',
    description:
      'Opens or updates a pull request that requests, changes or deletes a Resource',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z
            .string()
            .describe('Requests repository, as the RepoUrlPicker gives it'),
        manifest: z =>
          z
            .string()
            .describe(
              'The Resource as one YAML document; default: the file at targetPath in the workspace',
            )
            .optional(),
        targetPath: z =>
          z
            .string()
            .describe(
              'File in the repository; default: kratix-requests/<promise>/<namespace>/<name>.yaml',
            )
            .optional(),
        branchName: z =>
          z
            .string()
            .describe(
              'Default: backstage/<promise>/<name>, with -delete for a deletion',
            )
            .optional(),
        targetBranchName: z =>
          z.string().describe('Branch to merge into; default: main').optional(),
        action: z =>
          z
            .enum(requestActions)
            .describe('What it is for; default: Request')
            .optional(),
        title: z => z.string().describe('Title of the pull request').optional(),
        description: z =>
          z.string().describe('Text of the pull request').optional(),
      },
      output: {
        remoteUrl: z => z.string().describe('address of the pull request'),
        repositoryUrl: z => z.string().describe('address of the repository'),
        branchName: z => z.string().describe('branch that it is on'),
        entityRef: z =>
          z
            .string()
            .describe('Component that stands for it in the catalog')
            .optional(),
        commitsha: z => z.string().describe('newest commit').optional(),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const manifest = await readRequest(
        requests,
        ctx,
        await textOf(ctx.workspacePath, input),
      );
      const { name, namespace = 'default' } = manifest.metadata;
      const action = input.action ?? 'Request';
      const requestText = `${action} of ${manifest.kind} ${namespace}/${name}`;
      const { host, repo } = requests.pullRequests.hosts.repository(
        input.repoUrl,
      );
      ctx.output('repositoryUrl', host.webUrl(repo));
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would propose the ${requestText} in ${host.webUrl(repo)}`,
        );
        return;
      }
      const requester = await requesterOf(ctx);
      const proposal = await ctx.checkpoint({
        key: `ske:pull-request ${requestText}`,
        fn: async () => {
          const dispatched = await requests.propose(
            requester,
            manifest,
            action,
            {
              repoUrl: input.repoUrl,
              branch: input.branchName,
              base: input.targetBranchName,
              path: input.targetPath,
              title: input.title,
              description: input.description,
            },
          );
          const { stored, result } = dispatched;
          return {
            url: result.pullRequest?.url ?? '',
            state: result.pullRequest?.state ?? 'open',
            note: result.note ?? '',
            branch: stored.context.target?.branch ?? '',
            commit: result.receipt?.commit ?? '',
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
      if (proposal.note) ctx.logger.info(proposal.note);
      ctx.logger.info(`The ${requestText} is proposed at ${proposal.url}`);
      ctx.output('remoteUrl', proposal.url);
      ctx.output('branchName', proposal.branch);
      if (proposal.entityRef) ctx.output('entityRef', proposal.entityRef);
      if (proposal.commit) ctx.output('commitsha', proposal.commit);
    },
  });
}

async function textOf(
  workspace: string,
  input: { manifest?: string; targetPath?: string },
): Promise<string> {
  if (input.manifest !== undefined) return input.manifest;
  if (!input.targetPath) {
    throw new InputError(
      'manifest: is missing. Give the manifest, or the targetPath of one that ske:write-manifest has written.',
    );
  }
  try {
    const path = resolveSafeChildPath(workspace, input.targetPath);
    return await readFile(path, 'utf8');
  } catch {
    throw new InputError(
      `targetPath: there is no file ${input.targetPath} in the workspace. Write it first with ske:write-manifest, or give the manifest itself.`,
    );
  }
}
