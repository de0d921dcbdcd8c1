import type { JsonObject } from '@backstage/types';
import { requestPath } from '../requests/requestPath';

/** What the steps of a Template are made from. */
export interface StepParts {
  title: string;
  promise: string;
  /** Of the Resource: a name, or the expression for it. */
  namespace: string;
  manifest: string;
  targetBranch: string;
}

/** The request goes to the platform, or to the repository that it follows. */
export function makePushSteps(parts: StepParts): JsonObject {
  const configuredRef =
    "${{ steps['ske-configure-resource'].output.entityRef }}";
  return {
    steps: [
      {
        id: 'ske-configure-resource',
        name: `Request ${parts.title}`,
        action: 'ske:configure-resource',
        input: { manifest: parts.manifest },
      },
      recordStep(parts, { action: 'Request' }),
    ],
    output: {
      links: [
        {
          // Where nobody knows its name in the catalog, a link would lead nowhere.
          if: configuredRef,
          title: 'Resource',
          icon: 'catalog',
          entityRef: configuredRef,
        },
      ],
    },
  };
}

/** The request is proposed; whoever looks after the repository decides. */
export function makePullRequestSteps(parts: StepParts): JsonObject {
  const { promise, namespace, targetBranch } = parts;
  const path = requestPath({
    promise,
    namespace,
    name: '${{ parameters.objname }}',
  });
  const pullRequest = "${{ steps['pull-request'].output.remoteUrl }}";
  const repository = "${{ steps['pull-request'].output.repositoryUrl }}";
  const proposedRef = "${{ steps['pull-request'].output.entityRef }}";
  const prAction = "${{ parameters.prAction or 'Request' }}";
  return {
    steps: [
      {
        id: 'write-manifest',
        name: 'Write the manifest',
        action: 'ske:write-manifest',
        input: { manifest: parts.manifest, targetPath: path },
      },
      {
        id: 'pull-request',
        name: 'Open the pull request',
        action: 'ske:pull-request',
        input: {
          repoUrl: '${{ parameters.repoUrl }}',
          targetPath: path,
          branchName: `backstage/${promise}/\${{ parameters.objname }}\${{ '-delete' if parameters.prAction === 'Delete' else '' }}`,
          targetBranchName: targetBranch,
          action: prAction,
        },
      },
      recordStep(parts, {
        action: prAction,
        pullRequestUrl: pullRequest,
        requestsRepoUrl: '${{ parameters.repoUrl }}',
      }),
    ],
    output: {
      links: [
        { title: 'Pull request', url: pullRequest },
        { title: 'Requests repository', url: repository },
        {
          if: proposedRef,
          title: 'Request',
          icon: 'catalog',
          entityRef: proposedRef,
        },
      ],
    },
  };
}

const recordStep = (
  { promise, namespace, manifest }: StepParts,
  about: JsonObject,
): JsonObject => ({
  id: 'record-request',
  name: 'Record the request',
  action: 'ske:record-request',
  input: {
    promiseName: promise,
    name: '${{ parameters.objname }}',
    namespace,
    manifest,
    ...about,
  },
});
