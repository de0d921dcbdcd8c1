import { makeValidator, type Entity } from '@backstage/catalog-model';
import {
  hasCredential,
  isHttpAddress,
  isObject,
} from '@syntasso/plugin-ske-common';
import { quote } from './quote';
import { repairRefs } from './repairRefs';

/** What is wrong with one field of an entity, and what mends it. */
export interface FieldProblem {
  field: string;
  reason: string;
  remedy: string;
}

/** Is told which field is left out, and why. */
export type ReportField = (field: string, reason: string) => void;

const LIMIT = 63;
const { isValidTag, isValidNamespace, isValidLabelKey, isValidAnnotationKey } =
  makeValidator();

/**
 * The entity with what the catalog would refuse put right, such as tags in capital
 * letters. A field that cannot be put right is left out, so that it does not keep the
 * entity out of the catalog.
 */
export function repairEntity(entity: Entity): {
  entity: Entity;
  problems: FieldProblem[];
} {
  const problems: FieldProblem[] = [];
  const report: ReportField = (field, reason) =>
    problems.push({ field, reason, remedy: remedyOf(entity.kind, field) });
  const { metadata, spec } = entity;
  return {
    entity: withoutUndefined({
      ...entity,
      metadata: withoutUndefined({
        ...metadata,
        namespace: repairNamespace(metadata.namespace),
        title: repairText('metadata.title', metadata.title, report),
        description: repairText(
          'metadata.description',
          metadata.description,
          report,
        ),
        tags: repairTags(metadata.tags, report),
        labels: repairMap('metadata.labels', metadata.labels, report, {
          isKey: isValidLabelKey,
          toValue: toLabelValue,
        }),
        annotations: repairMap(
          'metadata.annotations',
          metadata.annotations,
          report,
          { isKey: isValidAnnotationKey, toValue: toText },
        ),
        links: repairLinks(metadata.links, report),
      }),
      spec: spec && repairRefs(spec, report),
    }),
    problems,
  };
}

function repairText(field: string, value: unknown, report: ReportField) {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value;
  report(field, 'It is empty, or no text.');
  return undefined;
}

function repairNamespace(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const namespace = hyphenated(value.toLowerCase(), /[^a-z0-9]+/g);
  return isValidNamespace(namespace) ? namespace : undefined;
}

function repairTags(tags: unknown, report: ReportField): string[] | undefined {
  if (tags === undefined) return undefined;
  const repairedTags = (Array.isArray(tags) ? tags : [tags]).map(
    (tag: unknown) => {
      const repaired =
        typeof tag === 'string'
          ? hyphenated(tag.toLowerCase(), /[^a-z0-9+#]+/g)
          : undefined;
      if (isValidTag(repaired)) return repaired;
      report('metadata.tags', `No tag can be made of ${quote(tag)}.`);
      return undefined;
    },
  );
  return [...new Set(repairedTags.filter(tag => tag !== undefined))];
}

/** Hyphens for everything else, and no longer than a name may be. */
const hyphenated = (text: string, others: RegExp) =>
  text
    .replace(others, '-')
    .replace(/^-/, '')
    .slice(0, LIMIT)
    .replace(/-+$/, '');

function repairMap(
  field: string,
  map: unknown,
  report: ReportField,
  rules: {
    isKey: (key: string) => boolean;
    toValue: (value: unknown) => string | undefined;
  },
): Record<string, string> | undefined {
  if (map === undefined) return undefined;
  if (!isObject(map)) {
    report(field, 'It is no map of texts.');
    return undefined;
  }
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]): [string, string][] => {
      if (value === undefined) return [];
      const repaired = rules.toValue(value);
      if (rules.isKey(key) && repaired !== undefined) return [[key, repaired]];
      report(
        `${field}.${key.slice(0, LIMIT)}`,
        repaired === undefined
          ? 'Its value is no text.'
          : 'Its key is not valid in an entity. A valid key looks like example.org/name.',
      );
      return [];
    }),
  );
}

function toText(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : undefined;
}

function toLabelValue(value: unknown): string | undefined {
  return toText(value)
    ?.replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, LIMIT)
    .replace(/[^A-Za-z0-9]+$/, '');
}

function repairLinks(links: unknown, report: ReportField) {
  if (links === undefined) return undefined;
  return (Array.isArray(links) ? links : [links]).flatMap((link: unknown) => {
    const fields: Record<string, unknown> = isObject(link) ? link : {};
    const { url, title, icon, type } = fields;
    if (typeof url !== 'string' || !isHttpAddress(url)) {
      report(
        'metadata.links',
        `${quote(
          isObject(link) ? url : link,
        )} is no address that begins with https:// or http://.`,
      );
      return [];
    }
    if (hasCredential(url)) {
      report(
        'metadata.links',
        `${quote(url)} has a user name or a password in it.`,
      );
      return [];
    }
    return [
      withoutUndefined({
        url,
        title: nonEmpty(title),
        icon: nonEmpty(icon),
        type: nonEmpty(type),
      }),
    ];
  });
}

const nonEmpty = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

const remedyOf = (kind: string, field: string) => {
  const option = /^(?:metadata|spec)\.(\w+)$/.exec(field)?.[1];
  return option
    ? `Correct the annotation ske.backstage.${kind.toLowerCase()}/${option} of the object.`
    : 'Correct it on the object that it comes from.';
};

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as T;
}
