import type { Entity } from '@backstage/catalog-model';
import { annotations as keys, entityTypes } from '../annotations/keys';
import { asText, at } from '../kubernetes/json';
import type { Manifest } from '../kubernetes/manifest';
import { type PromiseApi, promiseApiOf } from '../kubernetes/promiseApi';
import {
  audienceOf,
  audienceSpec,
  componentOptionsOf,
  DEFAULT_OWNER,
  type ComponentOptions,
} from './options';

/** The name a Promise's Component wants. @public */
export function promiseComponentName(promise: Manifest): string {
  const options = componentOptionsOf(promise.metadata.annotations);
  return options.name ?? `${apiWord(promise)}-promise`;
}

/** The name a Promise's Template wants. @public */
export function promiseTemplateName(promise: Manifest): string {
  return `${apiWord(promise)}-promise-template`;
}

const apiWord = (promise: Manifest) =>
  (promiseApiOf(promise)?.kind ?? promise.metadata.name).toLowerCase();

/** What the offering is called in the UI: its kind, or the Promise's name. @public */
export function promiseTitle(promise: Manifest): string {
  const kind = promiseApiOf(promise)?.kind ?? promise.metadata.name;
  return kind[0].toUpperCase() + kind.slice(1);
}

/**
 * The Component of a Promise. Deterministic: same input, same entity.
 *
 * @param promise - the Promise as the platform gives it
 * @param names - names given by {@link EntityNames}
 * @public
 */
export function promiseComponent(
  promise: Manifest,
  names: { component: string; template: string | undefined },
): Entity {
  const api: PromiseApi | undefined = promiseApiOf(promise);
  const options = componentOptionsOf(promise.metadata.annotations);
  const title = promiseTitle(promise);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: names.component,
      title: options.title ?? `${title} Promise`,
      description: options.description ?? `${title} as a Service`,
      tags: options.tags ?? ['kratix'],
      annotations: {
        [keys.type]: 'promise',
        [keys.promiseName]: promise.metadata.name,
        ...(api
          ? { [keys.apiName]: api.kind, [keys.apiGroup]: api.group }
          : {}),
        ...(names.template ? { [keys.promiseTemplate]: names.template } : {}),
        ...(options.summary ? { [keys.promiseSummary]: options.summary } : {}),
        'backstage.io/kubernetes-id': promise.metadata.name,
      },
      links: linksOf(promise),
    },
    spec: {
      ...componentSpec(options, entityTypes.promise),
      ...audienceSpec(audienceOf(promise.metadata.annotations)),
    },
  };
}

/** `spec` of a Component, with what the platform team changed. */
export function componentSpec(
  options: ComponentOptions,
  type: string,
  dependsOn: string[] = [],
): Entity['spec'] {
  const all = [...dependsOn, ...(options.dependsOn ?? [])];
  return {
    type: options.type ?? type,
    lifecycle: options.lifecycle ?? 'production',
    owner: options.owner ?? DEFAULT_OWNER,
    ...(options.system ? { system: options.system } : {}),
    ...(options.subcomponentOf
      ? { subcomponentOf: options.subcomponentOf }
      : {}),
    ...(options.providesApis ? { providesApis: options.providesApis } : {}),
    ...(options.consumesApis ? { consumesApis: options.consumesApis } : {}),
    ...(all.length > 0 ? { dependsOn: all } : {}),
  };
}

/** `ske.backstage.component/links`: one `Title=URL` a line. */
function linksOf(promise: Manifest) {
  const raw =
    asText(
      at(promise, 'metadata', 'annotations', 'ske.backstage.component/links'),
    ) ?? '';
  return raw
    .split('\n')
    .map(line => /^\s*([^=]+)=(https?:\/\/\S+)\s*$/.exec(line))
    .filter(match => match !== null)
    .map(([, title, url]) => ({ title: title.trim(), url }));
}
