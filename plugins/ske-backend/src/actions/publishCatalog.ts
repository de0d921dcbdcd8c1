import { readFile } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { readYamlDocuments } from '@syntasso/plugin-ske-common';
import {
  authorFromConfig,
  cloneFolder,
  givenAuth,
  GitRepository,
} from '@syntasso/plugin-ske-node';
import { isMap, isScalar, type Document } from 'yaml';
import type { ResourceRequests } from '../requests/ResourceRequests';
import { requesterOf } from './requesterOf';

const examples = [
  {
    description: 'Put a catalog file into the repository that Backstage reads',
    example: `steps:
  - id: publish
    name: Publish the catalog entity
    action: ske:publish-catalog
    input:
      filePath: catalog-info.yaml
      targetPath: resources/default/redis/cache/catalog-info.yaml
      repoUrl: github.com?owner=platform&repo=catalog
      branchName: main
      type: github
`,
  },
];

/** `ske:publish-catalog`: commits a file of the workspace to a repository. */
export function createPublishCatalogAction(
  config: Config,
  requests: ResourceRequests,
) {
  const { pullRequests } = requests;
  return createTemplateAction({
    id: 'ske:publish-catalog',
    description:
      'Commits a catalog file to the repository that Backstage reads',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        filePath: z => z.string().describe('File in the workspace'),
        targetPath: z => z.string().describe('Where in the repository'),
        repoUrl: z =>
          z.string().describe('Repository, as the RepoUrlPicker gives it'),
        branchName: z => z.string().describe('Branch to commit to'),
        type: z =>
          z
            .string()
            .describe('Which host a token is of: github or gitlab')
            .optional(),
        token: z =>
          z
            .string()
            .describe(
              'Token that may push; default: what integrations has for the host',
            )
            .optional(),
        username: z =>
          z.string().describe('User name that goes with the token').optional(),
        commitMessage: z =>
          z
            .string()
            .describe('Default: chore: publish catalog entity at <targetPath>')
            .optional(),
        defaultAuthor: z =>
          z
            .object({ name: z.string(), email: z.string() })
            .describe('Who commits; default: ske.scm.defaultAuthor')
            .optional(),
      },
      output: {
        commitSha: z => z.string().describe('the commit').optional(),
        targetPath: z => z.string().describe('where the file is'),
      },
    },
    async handler(ctx) {
      const { input } = ctx;
      const content = await fileOf(ctx.workspacePath, input.filePath);
      const { budgets } = requests;
      const credentials = await ctx.getInitiatorCredentials();
      await budgets.spend(credentials, 'manifests', content.length);
      requireCatalogFile('filePath', content);
      const { host, repo } = pullRequests.hosts.repository(input.repoUrl);
      const location = `${input.targetPath} in ${host.webUrl(repo)}`;
      ctx.output('targetPath', input.targetPath);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would publish ${location}`);
        return;
      }
      const url = host.cloneUrl(repo);
      const commit = async () => {
        const configuredRepository = ownRepository(config, input, url);
        try {
          const writeResult = await (
            configuredRepository ?? pullRequests.repository(url)
          ).write(input.branchName, {
            message:
              input.commitMessage ??
              `chore: publish catalog entity at ${input.targetPath}`,
            author: input.defaultAuthor,
            edit: async files => {
              const present = await files.read(input.targetPath);
              if (present !== undefined) {
                requireCatalogFile('targetPath', present);
              }
              return {
                edits: [{ path: input.targetPath, content }],
                result: undefined,
              };
            },
          });
          return writeResult.commit ?? '';
        } finally {
          await configuredRepository?.close();
        }
      };
      const sha = await ctx.checkpoint({
        key: `ske:publish-catalog ${location}`,
        fn: async () => {
          const { repoUrl, branchName: branch, targetPath: path } = input;
          return requests.publish(
            await requesterOf(ctx),
            { repoUrl, branch, path },
            commit,
          );
        },
      });
      ctx.output('commitSha', sha);
      ctx.logger.info(`Published ${location}, commit ${sha}`);
    },
  });
}

async function fileOf(workspace: string, path: string): Promise<string> {
  try {
    return await readFile(resolveSafeChildPath(workspace, path), 'utf8');
  } catch {
    throw new InputError(
      `filePath: there is no file ${path} in the workspace. Write it in a step before this one.`,
    );
  }
}

/** No catalog file is longer. */
const MOST_CHARACTERS = 200_000;

/**
 * Only what Backstage reads, and no object of a platform that follows the
 * repository too; neither as what is written nor as what it takes the place of.
 *
 * @throws InputError that says what is wrong with it.
 */
function requireCatalogFile(field: string, content: string): void {
  const read =
    content.length > MOST_CHARACTERS ? undefined : readYamlDocuments(content);
  const documents =
    read?.kind === 'documents'
      ? // What ends in a separator has an empty one after it.
        read.documents.filter(({ contents }) => contents !== null)
      : [];
  if (documents.length > 0 && documents.every(isEntity)) return;
  throw new InputError(
    `${field}: is no catalog file. Each of its documents has one apiVersion, of Backstage, such as backstage.io/v1alpha1.`,
  );
}

function isEntity({ contents }: Document.Parsed): boolean {
  if (!isMap(contents)) return false;
  const versions: string[] = [];
  for (const { key, value } of contents.items) {
    // Aliases, tags and merge keys may be another key for another reader.
    if (!isScalar(key) || typeof key.value !== 'string') return false;
    if (key.value === '<<' || key.tag) return false;
    if (key.value !== 'apiVersion') continue;
    versions.push(String(isScalar(value) ? value.value : ''));
  }
  // Of a key that is there twice, some readers take the first and some the last.
  return (
    versions.length === 1 && /^([\w.-]+\.)?backstage\.io\//.test(versions[0])
  );
}

/** With a token of its own, a clone of its own: others may not see it. */
function ownRepository(
  config: Config,
  input: { token?: string; username?: string; type?: string },
  url: string,
): GitRepository | undefined {
  const { token } = input;
  if (!token) return undefined;
  const headers = givenAuth({ ...input, token });
  if (!headers) {
    throw new InputError(
      'token: needs a user name to go with it. Set type to github or gitlab, or username.',
    );
  }
  return new GitRepository({
    remote: { url, headers: async () => headers },
    author: authorFromConfig(config),
    folder: cloneFolder(config),
  });
}
