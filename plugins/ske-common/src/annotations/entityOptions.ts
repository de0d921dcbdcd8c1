import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { annotations as keys, resourceAnnotations } from './keys';
import {
  readChoice,
  readFlag,
  readList,
  readNamespace,
  readOptions,
  readText,
  splitList,
  type OptionKeys,
  type OptionReaders,
  type ReadOptions,
} from './readOptions';

/** What a platform team may change about a generated Component. @public */
export interface ComponentOptions {
  name?: string;
  title?: string;
  description?: string;
  tags?: string[];
  /** Keys of labels of the object to carry as well; `*` at the end stands for anything. */
  labels?: string[];
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

/** Annotations of a platform object with options of its Component. @public */
export const componentAnnotationKeys = {
  name: 'ske.backstage.component/name',
  title: 'ske.backstage.component/title',
  description: 'ske.backstage.component/description',
  tags: 'ske.backstage.component/tags',
  labels: 'ske.backstage.component/labels',
  type: 'ske.backstage.component/type',
  lifecycle: 'ske.backstage.component/lifecycle',
  owner: 'ske.backstage.component/owner',
  system: 'ske.backstage.component/system',
  subcomponentOf: 'ske.backstage.component/subcomponentOf',
  providesApis: 'ske.backstage.component/providesApis',
  consumesApis: 'ske.backstage.component/consumesApis',
  dependsOn: 'ske.backstage.component/dependsOn',
  summary: 'ske.backstage.component/summary',
} as const satisfies OptionKeys<ComponentOptions>;

/** Annotations of a platform object that decide who owns its Component, and its name. @public */
export const componentAnnotations = {
  owner: componentAnnotationKeys.owner,
  name: componentAnnotationKeys.name,
} as const;

/** Annotations of a Promise with options of its Template. @public */
export const templateAnnotationKeys = {
  title: 'ske.backstage.template/title',
  description: 'ske.backstage.template/description',
  tags: 'ske.backstage.template/tags',
  type: 'ske.backstage.template/type',
  lifecycle: 'ske.backstage.template/lifecycle',
  owner: 'ske.backstage.template/owner',
  namespace: 'ske.backstage.template/namespace',
  namespaceFieldTitle: 'ske.backstage.template/namespaceFieldTitle',
  namespaceFieldDescription: 'ske.backstage.template/namespaceFieldDescription',
  singleSpecPage: 'ske.backstage.template/singleSpecPage',
  hideNamespace: 'ske.backstage.template/hideNamespace',
  delivery: 'ske.backstage.template/delivery',
} as const satisfies OptionKeys<TemplateOptions>;

/** How the options of a Component are read, wherever they stand. */
export const componentReaders: OptionReaders<ComponentOptions> = {
  name: readText,
  title: readText,
  description: readText,
  tags: readList,
  labels: readList,
  type: readText,
  lifecycle: readText,
  owner: readText,
  system: readText,
  subcomponentOf: readText,
  providesApis: readList,
  consumesApis: readList,
  dependsOn: readList,
  summary: readText,
};

/** How the options of a Template are read, wherever they stand. */
export const templateReaders: OptionReaders<TemplateOptions> = {
  title: readText,
  description: readText,
  tags: readList,
  type: readText,
  lifecycle: readText,
  owner: readText,
  namespace: readNamespace,
  namespaceFieldTitle: readText,
  namespaceFieldDescription: readText,
  singleSpecPage: readFlag,
  hideNamespace: readFlag,
  delivery: readChoice('push', 'pull-request'),
};

/** Reads the `ske.backstage.component/*` annotations of a platform object. @public */
export const readComponentAnnotations = (
  annotations: Record<string, string> | undefined,
): ReadOptions<ComponentOptions> =>
  readOptions<ComponentOptions>(
    componentReaders,
    componentAnnotationKeys,
    annotations ?? {},
  );

/** Reads the `ske.backstage.template/*` annotations of a Promise. @public */
export const readTemplateAnnotations = (
  annotations: Record<string, string> | undefined,
): ReadOptions<TemplateOptions> =>
  readOptions<TemplateOptions>(
    templateReaders,
    templateAnnotationKeys,
    annotations ?? {},
  );

/** What {@link readComponentAnnotations} reads, without what is wrong. @public */
export const componentOptionsOf = (
  annotations: Record<string, string> | undefined,
): ComponentOptions => readComponentAnnotations(annotations).options;

/** What {@link readTemplateAnnotations} reads, without what is wrong. @public */
export const templateOptionsOf = (
  annotations: Record<string, string> | undefined,
): TemplateOptions => readTemplateAnnotations(annotations).options;

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
  const text = annotations?.[keys.audience];
  return text === undefined ? undefined : splitList(text).map(wholeGroupRef);
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
