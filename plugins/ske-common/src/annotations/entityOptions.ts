import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { annotations as keys, resourceAnnotations } from './keys';
import { maskSecretTexts } from '../redaction/secretTexts';
import { MASK } from '../redaction/masks';
import { DNS_LABEL } from '../kubernetes/nameSchemas';

/** What a platform team may change about a generated Component. @public */
export interface ComponentOptions {
  name?: string;
  title?: string;
  description?: string;
  tags?: string[];
  type?: string;
  lifecycle?: string;
  owner?: string;
  system?: string;
  subcomponentOf?: string;
  providesApis?: string[];
  consumesApis?: string[];
  dependsOn?: string[];
  summary?: string;
}

/** What a platform team may change about a generated Template. @public */
export interface TemplateOptions {
  title?: string;
  description?: string;
  tags?: string[];
  type?: string;
  lifecycle?: string;
  owner?: string;
  namespace?: string;
  namespaceFieldTitle?: string;
  namespaceFieldDescription?: string;
  singleSpecPage?: boolean;
  hideNamespace?: boolean;
  /** What submitting it does, where that differs from `ske.delivery`. */
  delivery?: 'push' | 'pull-request';
}

const COMPONENT_PREFIX = 'ske.backstage.component/';

/** Annotations of a platform object that decide who owns its Component, and its name. @public */
export const componentAnnotations = {
  owner: `${COMPONENT_PREFIX}owner`,
  name: `${COMPONENT_PREFIX}name`,
} as const;

const TEMPLATE_PREFIX = 'ske.backstage.template/';

/** Reads the `ske.backstage.component/*` annotations of a platform object. @public */
export function componentOptionsOf(
  annotations: Record<string, string> | undefined,
): ComponentOptions {
  const read = reader(annotations, COMPONENT_PREFIX);
  return defined({
    ...shared(read),
    name: read('name'),
    system: read('system'),
    subcomponentOf: read('subcomponentOf'),
    providesApis: list(read('providesApis')),
    consumesApis: list(read('consumesApis')),
    dependsOn: list(read('dependsOn')),
    summary: read('summary'),
  });
}

/** Owner of everything generated that names none. @public */
export const DEFAULT_OWNER = 'kratix-platform';

/** The catalog's owner of a Promise or Resource, as its Component has it. @public */
export const ownerOf = (annotations: Record<string, string> | undefined) =>
  componentOptionsOf(annotations).owner ?? DEFAULT_OWNER;

/** Characters of the longest entity reference: three names with what is between them. */
const LONGEST_REF = 3 * 63 + 2;

/**
 * Who has requested a Resource first, as a whole entity reference. Undefined where it came
 * about without Backstage, or somebody has written something else there by hand.
 *
 * @public
 */
export function requestedByOf(
  annotations: Record<string, string> | undefined,
): string | undefined {
  const ref = annotations?.[resourceAnnotations.requestedBy];
  if (!ref || ref.length > LONGEST_REF) return undefined;
  try {
    return stringifyEntityRef(parseEntityRef(ref));
  } catch {
    return undefined;
  }
}

/**
 * The groups that see a Promise and may request it, as whole entity references;
 * undefined when it is for everybody. An annotation that names no group is for
 * nobody.
 *
 * @public
 */
export function audienceOf(
  annotations: Record<string, string> | undefined,
): string[] | undefined {
  return list(annotations?.[keys.audience])?.map(wholeGroupRef);
}

/**
 * The audience as entities have it. The catalog does not find an empty list, so
 * one that is for nobody names what nobody is.
 *
 * @public
 */
export const audienceSpec = (
  audience: string[] | undefined,
): { audience?: string[] } => {
  if (!audience) return {};
  return { audience: audience.length > 0 ? audience : ['nobody'] };
};

/**
 * A reference to an owner or a group, whole; `team-a` means
 * `group:default/team-a`. What is no reference stays as it is, and matches
 * nobody.
 *
 * @public
 */
export function wholeGroupRef(ref: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return ref;
  }
}

/** Reads the `ske.backstage.template/*` annotations of a Promise. @public */
export function templateOptionsOf(
  annotations: Record<string, string> | undefined,
): TemplateOptions {
  const read = reader(annotations, TEMPLATE_PREFIX);
  return defined({
    ...shared(read),
    namespace: labelOf(read('namespace')),
    namespaceFieldTitle: read('namespaceFieldTitle'),
    namespaceFieldDescription: read('namespaceFieldDescription'),
    singleSpecPage: flag(read('singleSpecPage')),
    hideNamespace: flag(read('hideNamespace')),
    delivery: deliveryOf(read('delivery')),
  });
}

const flag = (value: string | undefined) =>
  value === undefined ? undefined : value === 'true';

/** It becomes a part of the Template's steps, where any other text could be an expression. */
const labelOf = (value: string | undefined) =>
  value !== undefined && DNS_LABEL.test(value) ? value : undefined;

const deliveryOf = (value: string | undefined) =>
  value === 'push' || value === 'pull-request' ? value : undefined;

type Read = (key: string) => string | undefined;

const reader =
  (annotations: Record<string, string> | undefined, prefix: string): Read =>
  key => {
    const value = annotations?.[prefix + key]?.trim();
    // Entities are for everybody who may see the catalog.
    return value ? maskSecretTexts(value, MASK) : undefined;
  };

/** What Components and Templates have in common. */
const shared = (read: Read) => ({
  title: read('title'),
  description: read('description'),
  tags: list(read('tags')),
  type: read('type'),
  lifecycle: read('lifecycle'),
  owner: read('owner'),
});

function list(value: string | undefined): string[] | undefined {
  return value
    ?.split(',')
    .map(item => item.trim())
    .filter(Boolean);
}

/** Only what is set, so that a later layer does not erase an earlier one. */
function defined<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}
