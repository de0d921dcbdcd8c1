import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { objectRefSchema, requestActions } from '@syntasso/plugin-ske-common';
import { userRefOf } from '../access/userRefOf';
import type { Requester } from '../requests/Requester';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { validate } from '../utils/validate';

const MANIFEST =
  'The Resource as one YAML document: apiVersion, kind, metadata, spec';

/**
 * Offers to agents (MCP) what people can do, under the same permissions: each
 * acts for the person who has started it.
 */
export function registerActions(
  registry: ActionsRegistryService,
  requests: ResourceRequests,
) {
  registry.register({
    name: 'configure-resource',
    title: 'Request or change a Resource',
    description:
      'Requests a Resource of a Kratix Promise, or changes one that is there. Running it twice has the effect of once.',
    attributes: { destructive: false, idempotent: true, readOnly: false },
    schema: {
      input: z => z.object({ manifest: z.string().describe(MANIFEST) }),
      output: z =>
        z.object({
          action: z.enum(requestActions),
          commit: z.string().optional(),
          uid: z.string().optional(),
        }),
    },
    async action({ input, credentials }) {
      const manifest = await requests.read(credentials, input.manifest);
      const { action, result } = await requests.configure(
        askerOf(credentials),
        manifest,
      );
      const { commit, uid } = result.receipt ?? {};
      return { output: { action, commit, uid } };
    },
  });

  registry.register({
    name: 'propose-resource',
    title: 'Propose a Resource by pull request',
    description:
      'Opens a pull request that requests, changes or deletes a Resource, or updates the one that is open.',
    attributes: { destructive: false, idempotent: true, readOnly: false },
    schema: {
      input: z =>
        z.object({
          manifest: z.string().describe(MANIFEST),
          repoUrl: z
            .string()
            .describe('Repository: host?owner=organisation&repo=name'),
          action: z.enum(requestActions).default('Request'),
          targetBranch: z.string().optional(),
        }),
      output: z =>
        z.object({ pullRequestUrl: z.string(), note: z.string().optional() }),
    },
    async action({ input, credentials }) {
      const { result } = await requests.propose(
        askerOf(credentials),
        await requests.read(credentials, input.manifest),
        input.action,
        { repoUrl: input.repoUrl, base: input.targetBranch },
      );
      return {
        output: {
          pullRequestUrl: result.pullRequest?.url ?? '',
          note: result.note,
        },
      };
    },
  });

  registry.register({
    name: 'delete-resource',
    title: 'Delete a Resource',
    description:
      'Deletes a Resource of a Kratix Promise with everything it made. It cannot be undone.',
    attributes: { destructive: true, idempotent: true, readOnly: false },
    schema: {
      input: z =>
        z.object({
          apiVersion: z.string().describe('group/version'),
          kind: z.string().describe('Kind, as the CRD writes it'),
          name: z.string(),
          namespace: z.string().default('default'),
        }),
      output: z => z.object({ commit: z.string().optional() }),
    },
    async action({ input, credentials }) {
      const ref = validate(objectRefSchema, input);
      const { result } = await requests.remove(askerOf(credentials), ref);
      return { output: { commit: result.receipt?.commit } };
    },
  });
}

const askerOf = (credentials: BackstageCredentials): Requester => ({
  credentials,
  caller: { kind: 'person' },
  by: userRefOf(credentials),
});
