import type { Entity } from '@backstage/catalog-model';
import type { JsonValue } from '@backstage/types';
import { annotations as keys } from '../annotations/keys';
import { otherFieldsPage, specPages, withPromise } from '../form/pages';
import { withLiveOptions } from '../form/liveOptions';
import { isObject } from '../kubernetes/json';
import type { Offering } from '../offerings/Offering';
import { titleOf } from '../offerings/titles';
import {
  audienceSpec,
  DEFAULT_OWNER,
  templateOptionsOf,
} from '../annotations/entityOptions';
import { mergeOptions } from '../annotations/readOptions';
import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import { offeringLabelsOf } from './offeringComponent';
import {
  makeMetadataPage,
  makeRepositoryPage,
  type TemplateDelivery,
} from './templatePages';
import { makePullRequestSteps, makePushSteps } from './templateSteps';

/**
 * The Template that requests a Resource of an offering. Undefined for one without an
 * API that is served: there is nothing to request. Its pages and steps have the names of
 * those that the commercial integration generates: links and prefilled values name them.
 *
 * @param name - the Template's name in the catalog
 * @param delivery - what submitting it does; default: push
 * @param generationOptions - what the annotations do not say
 * @public
 */
export function makeOfferingTemplate(
  offering: Offering,
  name: string,
  delivery: TemplateDelivery = { type: 'push', targetBranch: 'main' },
  generationOptions: GenerationOptions = NO_OPTIONS,
): Entity | undefined {
  const { api, engine, form } = offering;
  if (!api?.served || !form) return undefined;
  // Not the title of the offering: Templates of the commercial integration are called by
  // the kind.
  const title = titleOf(api.kind);
  const options = mergeOptions(
    generationOptions.template,
    templateOptionsOf(offering.metadata.annotations),
  );
  const specs = specPages(form.spec, options).map(page =>
    withPromise(withLiveOptions(page, offering.name), offering.name),
  );
  const otherFieldsForm = otherFieldsPage(form.otherFields);
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
      description: options.description ?? offering.description,
      tags: options.tags ?? [
        engine.texts.tag,
        `${offering.name}-${engine.texts.offering.toLowerCase()}`,
      ],
      labels: offeringLabelsOf(offering, generationOptions),
    },
    spec: {
      type: options.type ?? 'kratix-resource',
      lifecycle: options.lifecycle ?? 'experimental',
      owner: options.owner ?? DEFAULT_OWNER,
      ...audienceSpec(offering.audience),
      parameters: [
        makeMetadataPage(title, options),
        ...specs.map(withoutPlaceholders),
        ...(otherFieldsForm ? [withoutPlaceholders(otherFieldsForm)] : []),
        ...(pushes ? [] : [makeRepositoryPage(delivery)]),
      ],
      ...(pushes ? makePushSteps : makePullRequestSteps)({
        title,
        promise: offering.name,
        namespace: options.hideNamespace
          ? options.namespace ?? 'default'
          : '${{ parameters.objnamespace }}',
        manifest: [
          `apiVersion: ${api.group}/${api.served.version}`,
          `kind: ${api.kind}`,
          'metadata:',
          '  name: ${{ parameters.objname | dump }}',
          `  namespace: ${namespace}`,
          ...(pushes ? [] : REPOSITORY_ANNOTATION),
          ...specLine(api, specs.length > 0),
          ...Object.keys(form.otherFields).map(fieldLine),
          '',
        ].join('\n'),
        targetBranch: delivery.targetBranch,
      }),
    },
  };
}

/** The object itself says where its request is, for changes and deletions. */
const REPOSITORY_ANNOTATION = [
  '  annotations:',
  `    ${keys.requestsRepoUrl}: \${{ parameters.repoUrl | dump }}`,
];

/** A spec without fields leaves the form without `spec`; the API wants an object where it declares one. */
function specLine(
  { hasSpec }: { hasSpec: boolean },
  isAsked: boolean,
): string[] {
  if (!hasSpec) return [];
  const spec = isAsked ? 'parameters.spec' : '(parameters.spec or {})';
  return [`spec: \${{ ${spec} | dump }}`];
}

/**
 * What is beside the spec is sent when it is given. The name is a plain word
 * (`promiseApiOf` leaves others out), so it is no expression.
 */
const fieldLine = (name: string) => {
  const key = JSON.stringify(name);
  return `\${{ (${JSON.stringify(
    `${name}: `,
  )} + (parameters[${key}] | dump)) if parameters[${key}] is defined else "" }}`;
};

/**
 * The catalog replaces an object whose only key is `$text`, `$json` or `$yaml` by
 * what is at its address, read with Backstage's own tokens. Nothing that a
 * platform team writes may be one.
 */
function withoutPlaceholders<T extends JsonValue>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutPlaceholders) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0].startsWith('$')) return {} as T;
  return Object.fromEntries(
    entries.map(([key, item]) => [key, withoutPlaceholders(item as JsonValue)]),
  ) as T;
}
