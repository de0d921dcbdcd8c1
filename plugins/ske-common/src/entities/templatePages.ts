import type { JsonObject } from '@backstage/types';
import { requestActions } from '../api/requests';
import type { TemplateOptions } from '../annotations/entityOptions';

/** What submitting a Template does (`ske.delivery`). @public */
export interface TemplateDelivery {
  /** A Promise's annotation `ske.backstage.template/delivery` comes first. */
  type: 'push' | 'pull-request';
  /** Requests repository that the form begins with, as a RepoUrlPicker has it. */
  requestsRepoUrl?: string;
  /** Branch to merge into. */
  targetBranch: string;
}

const DNS_LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
/** What the API server takes: an update of what others have named so goes through. */
const DNS_SUBDOMAIN =
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';

/** Recipes find the page by its title. */
export const metadataPageTitle = (title: string) =>
  `${title} Instance Metadata`;

/** What every Resource needs: a name, and where it is. */
export function makeMetadataPage(
  title: string,
  options: TemplateOptions,
): JsonObject {
  return {
    title: metadataPageTitle(title),
    type: 'object',
    required: ['objname', ...(options.hideNamespace ? [] : ['objnamespace'])],
    properties: {
      objname: {
        type: 'string',
        title: 'Name',
        description: `What to call this ${title}.`,
        // The Create page shows it. The dialog says it of a name that breaks it.
        'ui:help':
          'Lower-case letters, digits and hyphens, at most 63; begins and ends with a letter or digit.',
        pattern: DNS_SUBDOMAIN,
        maxLength: 253,
        'ui:autofocus': true,
        // Kratix puts the name into labels, so a new one is shorter.
        'ui:options': { newName: DNS_LABEL, newMaxLength: 63 },
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

/** Where a pull request goes; what it is for is not typed, but told by the page. */
export function makeRepositoryPage(delivery: TemplateDelivery): JsonObject {
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
