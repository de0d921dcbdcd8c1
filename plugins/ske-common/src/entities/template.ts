import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
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
 * The Template that requests a Resource of a Promise, delivered by `push`.
 * Undefined for a Promise without an API: there is nothing to request.
 *
 * @param promise - the Promise as the platform gives it
 * @param name - the Template's name, from {@link assignNames}
 * @public
 */
export function promiseTemplate(
  promise: Manifest,
  name: string,
): Entity | undefined {
  const api = promiseApiOf(promise);
  if (!api) return undefined;
  const options = templateOptionsOf(promise.metadata.annotations);
  const title = promiseTitle(promise);
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
      ],
      steps: [
        {
          id: 'ske-configure-resource',
          name: `Request ${title}`,
          action: 'ske:configure-resource',
          input: {
            manifest: [
              `apiVersion: ${api.group}/${api.version}`,
              `kind: ${api.kind}`,
              'metadata:',
              '  name: ${{ parameters.objname | dump }}',
              `  namespace: ${namespace}`,
              `spec: \${{ ${specExpression(api.specSchema)} | dump }}`,
              '',
            ].join('\n'),
          },
        },
      ],
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
