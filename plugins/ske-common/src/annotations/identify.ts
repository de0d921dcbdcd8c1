import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { asText, at, isObject } from '../kubernetes/json';
import type { ObjectRef } from '../kubernetes/manifest';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  KIND,
  VERSION,
} from '../kubernetes/nameSchemas';
import { annotations } from './keys';
import { kratixTypeOf, type KratixType } from './kratixType';

/** What is wrong with one annotation, and what mends it. @public */
export interface AnnotationProblem {
  annotation: string;
  problem: string;
  remedy: string;
}

/** The status kept in the catalog, shown when the platform gives none. @public */
export type FallbackStatus =
  | { kind: 'none' }
  | { kind: 'parsed'; status: JsonObject }
  | { kind: 'unreadable'; raw: string; problem: AnnotationProblem };

/** @public */
export interface PromiseIdentity {
  kind: 'promise';
  promiseName: string;
  apiName: string | undefined;
  apiGroup: string | undefined;
  templateRef: string | undefined;
  fallbackStatus: FallbackStatus;
}

/** @public */
export interface ResourceIdentity {
  kind: 'resource';
  ref: Required<ObjectRef>;
  promiseName: string | undefined;
  summary: string | undefined;
  templateRef: string | undefined;
  requestsRepoUrl: string | undefined;
  phase: string | undefined;
  pullRequestUrl: string | undefined;
  fallbackStatus: FallbackStatus;
}

/** What an entity stands for. @public */
export type Identity =
  | PromiseIdentity
  | ResourceIdentity
  | {
      kind: 'invalid';
      meant: KratixType;
      problems: AnnotationProblem[];
    }
  | { kind: 'none' };

/**
 * Says what a catalog entity stands for on the platform. All annotation rules live here; a
 * missing or malformed annotation is a problem with its remedy, never an `undefined` further
 * down. Total: any input gives an answer.
 *
 * @param as - what it is taken for, whatever {@link kratixTypeOf} says
 * @public
 */
export function identify(entity: unknown, as?: KratixType): Identity {
  const entityAnnotations = at(entity, 'metadata', 'annotations');
  const read = (key: string) =>
    isObject(entityAnnotations) && Object.hasOwn(entityAnnotations, key)
      ? asText(entityAnnotations[key])?.trim() || undefined
      : undefined;

  const type = as ?? kratixTypeOf(entity);
  if (!type) return { kind: 'none' };
  return type === 'promise' ? identifyPromise(read) : identifyResource(read);
}

type Read = (key: string) => string | undefined;

function identifyPromise(read: Read): Identity {
  const problems: AnnotationProblem[] = [];
  const promiseName = checked(
    read,
    annotations.promiseName,
    DNS_SUBDOMAIN,
    'the name of the Promise on the platform (kubectl get promises)',
    problems,
  );
  const templateRef = templateRefOf(read, problems);
  if (promiseName === undefined || problems.length > 0) {
    return { kind: 'invalid', meant: 'promise', problems };
  }
  return {
    kind: 'promise',
    promiseName,
    apiName: read(annotations.apiName),
    apiGroup: read(annotations.apiGroup),
    templateRef,
    fallbackStatus: fallbackStatusOf(read),
  };
}

function identifyResource(read: Read): Identity {
  const problems: AnnotationProblem[] = [];
  const check = (key: string, pattern: RegExp, description: string) =>
    checked(read, key, pattern, description, problems);
  const group = check(annotations.group, DNS_SUBDOMAIN, 'the API group');
  const version = check(annotations.version, VERSION, 'the API version');
  const kind = check(annotations.kind, KIND, 'the kind, as the CRD writes it');
  const name = check(annotations.name, DNS_SUBDOMAIN, 'metadata.name');
  const namespace = check(
    annotations.namespace,
    DNS_LABEL,
    'metadata.namespace',
  );
  const templateRef = templateRefOf(read, problems);
  if (!group || !version || !kind || !name || !namespace || problems.length) {
    return { kind: 'invalid', meant: 'resource', problems };
  }
  return {
    kind: 'resource',
    ref: { apiVersion: `${group}/${version}`, kind, name, namespace },
    promiseName: read(annotations.promiseName),
    summary: read(annotations.promiseSummary),
    templateRef,
    requestsRepoUrl: read(annotations.requestsRepoUrl),
    phase: read(annotations.phase),
    pullRequestUrl: read(annotations.pullRequestUrl),
    fallbackStatus: fallbackStatusOf(read),
  };
}

function checked(
  read: Read,
  annotation: string,
  pattern: RegExp,
  description: string,
  problems: AnnotationProblem[],
): string | undefined {
  const value = read(annotation);
  if (value === undefined) {
    problems.push({
      annotation,
      problem: 'is missing',
      remedy: `Add ${annotation} to the entity's annotations: ${description}.`,
    });
    return undefined;
  }
  if (!pattern.test(value)) {
    problems.push({
      annotation,
      problem: `has the value "${value.slice(
        0,
        80,
      )}", which no Kubernetes object can have`,
      remedy: `Correct ${annotation}: it is ${description}.`,
    });
    return undefined;
  }
  return value;
}

/** The annotation holds a name (then in namespace `default`) or a full entity ref. */
function templateRefOf(read: Read, problems: AnnotationProblem[]) {
  const value = read(annotations.promiseTemplate);
  if (value === undefined) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(value, {
        defaultKind: 'template',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    problems.push({
      annotation: annotations.promiseTemplate,
      problem: `has the value "${value.slice(0, 80)}", which names no entity`,
      remedy: `Write the Template's name, or a full reference such as template:default/redis-promise-template.`,
    });
    return undefined;
  }
}

function fallbackStatusOf(read: Read): FallbackStatus {
  const raw = read(annotations.status);
  if (raw === undefined) return { kind: 'none' };
  const unreadable = (problem: string): FallbackStatus => ({
    kind: 'unreadable',
    raw,
    problem: {
      annotation: annotations.status,
      problem,
      remedy: `Write ${annotations.status} as one JSON object, or remove it: the live status is used where there is one.`,
    },
  });
  try {
    const status: unknown = JSON.parse(raw);
    return isObject(status)
      ? { kind: 'parsed', status }
      : unreadable('is JSON, but not an object');
  } catch {
    return unreadable('is not valid JSON');
  }
}
