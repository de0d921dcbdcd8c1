import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { annotations as keys } from '../annotations/keys';
import { requestActions } from '../api/requests';
import { requestPath } from '../requests/requestPath';
import { formSchema, specPages } from '../form/form';
import { isObject } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import { promiseApiOf } from '../kubernetes/promiseApi';
import {
  DEFAULT_OWNER,
  templateOptionsOf,
  type TemplateOptions,
} from './options';
import { audienceSpec, promiseTitle } from './promise';

const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

/**
 * The Template that requests a Resource of a Promise. Undefined for a Promise
 * without an API: there is nothing to request. Its pages and steps are those of
 * product contract §5.
 *
 * @param promise - the Promise as the platform gives it
 * @param name - the Template's name, from {@link assignNames}
 * @param delivery - what submitting it does; default: push
 * @public
 */
export function promiseTemplate(
  promise: Manifest,
  name: string,
  delivery: TemplateDelivery = { type: 'push', targetBranch: 'main' },
): Entity | undefined {
  const api = promiseApiOf(promise);
  if (!api) return undefined;
  const options = templateOptionsOf(promise.metadata.annotations);
  const title = promiseTitle(promise);
  const pushes = (options.delivery ?? delivery.type) === 'push';
  const namespace = options.hideNamespace
    ? JSON.stringify(options.namespace ?? 'default')
    : '${{ parameters.objnamespace | dump }}';
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name,
      title: options.title ?? title,
      description: options.description ?? `${title} as a Service`,
      tags: options.tags ?? ['kratix', `${promise.metadata.name}-promise`],
    },
    spec: {
      type: options.type ?? 'kratix-resource',
      lifecycle: options.lifecycle ?? 'experimental',
      owner: options.owner ?? DEFAULT_OWNER,
      ...audienceSpec(promise),
      parameters: [
        metadataPage(title, options),
        ...specPages(api.specSchema, options),
        ...(pushes ? [] : [repositoryPage(delivery)]),
      ],
      ...(pushes ? pushSteps : pullRequestSteps)({
        title,
        promise: promise.metadata.name,
        kind: api.kind,
        namespace: options.hideNamespace
          ? options.namespace ?? 'default'
          : '${{ parameters.objnamespace }}',
        manifest: [
          `apiVersion: ${api.group}/${api.version}`,
          `kind: ${api.kind}`,
          'metadata:',
          '  name: ${{ parameters.objname | dump }}',
          `  namespace: ${namespace}`,
          ...(pushes ? [] : REPOSITORY_ANNOTATION),
          `spec: \${{ ${specExpression(api.specSchema)} | dump }}`,
          '',
        ].join('\n'),
        targetBranch: delivery.targetBranch,
      }),
    },
  };
}

/** What submitting a Template does (`ske.delivery`). @public */
export interface TemplateDelivery {
  /** A Promise's annotation `ske.backstage.template/delivery` comes first. */
  type: 'push' | 'pull-request';
  /** Requests repository that the form begins with, as a RepoUrlPicker has it. */
  requestsRepoUrl?: string;
  /** Branch to merge into. */
  targetBranch: string;
}

/** The object itself says where its request is, for changes and deletions. */
const REPOSITORY_ANNOTATION = [
  '  annotations:',
  `    ${keys.requestsRepoUrl}: \${{ parameters.repoUrl | dump }}`,
];

/** What the steps of a Template are made from. */
interface StepParts {
  title: string;
  promise: string;
  kind: string;
  /** Of the Resource: a name, or the expression for it. */
  namespace: string;
  manifest: string;
  targetBranch: string;
}

/** The request goes to the platform, or to the repository that it follows. */
function pushSteps(parts: StepParts): JsonObject {
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
    output: { links: [resourceLink(parts)] },
  };
}

/** The request is proposed; whoever looks after the repository decides. */
function pullRequestSteps(parts: StepParts): JsonObject {
  const { promise, namespace, targetBranch } = parts;
  const path = requestPath({
    promise,
    namespace,
    name: '${{ parameters.objname }}',
  });
  const pullRequest = "${{ steps['pull-request'].output.remoteUrl }}";
  const repository = "${{ steps['pull-request'].output.repositoryUrl }}";
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
          title: 'Request',
          icon: 'catalog',
          entityRef: "${{ steps['pull-request'].output.entityRef }}",
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

const resourceLink = ({ kind }: StepParts): JsonObject => ({
  title: 'Resource',
  icon: 'catalog',
  entityRef: `component:default/\${{ parameters.objname }}-${kind.toLowerCase()}`,
});

/** Where a pull request goes; what it is for is not typed, but told by the page. */
function repositoryPage(delivery: TemplateDelivery): JsonObject {
  return {
    title: 'Repository & Credentials',
    type: 'object',
    required: ['repoUrl'],
    properties: {
      repoUrl: {
        type: 'string',
        title: 'Requests repository',
        description:
          'The repository in which the request is proposed, with the credential that Backstage has for its host.',
        ...(delivery.requestsRepoUrl
          ? { default: delivery.requestsRepoUrl }
          : {}),
        'ui:field': 'RepoUrlPicker',
      },
      prAction: {
        type: 'string',
        title: 'What is proposed',
        enum: [...requestActions],
        default: 'Request',
        'ui:widget': 'hidden',
      },
      catalogPhase: {
        type: 'string',
        title: 'Phase in the catalog',
        enum: ['pending-review', 'pending-deletion'],
        default: 'pending-review',
        'ui:widget': 'hidden',
      },
    },
  };
}

/** A spec without fields leaves the form without `spec`; the API wants an object. */
function specExpression(specSchema: JsonObject) {
  const converted = formSchema(specSchema);
  const hasFields =
    isObject(converted.properties) &&
    Object.keys(converted.properties).length > 0;
  return hasFields ? 'parameters.spec' : '(parameters.spec or {})';
}

function metadataPage(title: string, options: TemplateOptions): JsonObject {
  return {
    title: `${title} Instance Metadata`,
    type: 'object',
    required: ['objname', ...(options.hideNamespace ? [] : ['objnamespace'])],
    properties: {
      objname: {
        type: 'string',
        title: 'Name',
        description: `What to call this ${title}. Lower-case letters, digits and hyphens, at most 63; begins and ends with a letter or digit.`,
        pattern: DNS_LABEL,
        maxLength: 63,
        'ui:autofocus': true,
      },
      ...(options.hideNamespace
        ? {}
        : {
            objnamespace: {
              type: 'string',
              title: options.namespaceFieldTitle ?? 'Namespace',
              description:
                options.namespaceFieldDescription ??
                'The namespace on the platform that it is created in.',
              default: options.namespace ?? 'default',
              pattern: DNS_LABEL,
              maxLength: 63,
            },
          }),
    },
  };
}
