import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { requestActions } from '@syntasso/plugin-ske-common';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { requesterOf } from './requesterOf';
import { exampleRequest } from './exampleRequest';
import { readRequest } from './readRequest';

const examples = [
  {
    description: 'Have a request shown until its Resource is there',
    example: `steps:
  - id: record-request
    name: Record the request
    action: ske:record-request
    input:
      promiseName: redis
      name: cache
      namespace: default
      action: Request
      manifest: ${exampleRequest}
`,
  },
];

/**
 * `ske:record-request`: has a request shown in the catalog until its Resource is
 * there. Our own actions record by themselves, before they send anything; what
 * this step adds is what other actions have done (a pull request's address).
 */
export function createRecordRequestAction(requests: ResourceRequests) {
  return createTemplateAction({
    id: 'ske:record-request',
    description: 'Records a request, so that it is shown until it is there',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        promiseName: z => z.string().min(1).describe('Name of the Promise'),
        name: z => z.string().min(1).describe('Name of the Resource'),
        namespace: z =>
          z
            .string()
            .describe("Its namespace; empty: the manifest's, else default")
            .optional(),
        action: z => z.enum(requestActions).describe('What is asked for'),
        manifest: z => z.string().min(1).describe('The Resource as YAML'),
        pullRequestUrl: z =>
          z.string().describe('Address of its pull request').optional(),
        requestsRepoUrl: z =>
          z
            .string()
            .describe('Requests repository, as the RepoUrlPicker gives it')
            .optional(),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const manifest = await readRequest(requests, ctx, input.manifest);
      const namespace =
        input.namespace || manifest.metadata.namespace || 'default';
      const requestText = `${input.action} of ${manifest.kind} ${namespace}/${input.name}`;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would record the ${requestText}`);
        return;
      }
      await requests.record(await requesterOf(ctx), {
        promise: input.promiseName,
        ref: {
          apiVersion: manifest.apiVersion,
          kind: manifest.kind,
          namespace,
          name: input.name,
        },
        manifest,
        action: input.action,
        pullRequestUrl: input.pullRequestUrl || undefined,
        requestsRepoUrl: input.requestsRepoUrl || undefined,
      });
      ctx.logger.info(`Recorded the ${requestText}`);
    },
  });
}
