import type { ObjectRef } from '../kubernetes/manifest';
import type { ResourcesQuery } from './resources';
import { resourcesQueryText } from './resourcesQuery';

/** A Promise or a Resource. @public */
export type ObjectSubject =
  | { kind: 'promise'; name: string }
  | { kind: 'resource'; ref: ObjectRef };

/** Some Resources: of a Promise, or of all Promises. @public */
export type ListSubject =
  | { kind: 'resources'; promise: string; query: ResourcesQuery }
  | { kind: 'allResources'; query: ResourcesQuery };

/** A Promise, a Resource, or some Resources: what a page of its own shows. @public */
export type ViewSubject = ObjectSubject | ListSubject;

/** The whole platform, for platform engineers. @public */
export interface PlatformSubject {
  kind: 'platform';
}

/** What a stream can be about. @public */
export type StreamSubject = ViewSubject | PlatformSubject;

/** Whether a subject is a list, which costs more than an object. @public */
export const isListSubject = (subject: StreamSubject): subject is ListSubject =>
  subject.kind === 'resources' || subject.kind === 'allResources';

/** A subject, and its key as the client has written it: messages repeat that key. @public */
export interface KeyedSubject {
  key: string;
  subject: StreamSubject;
}

/** A subject as one word of a query: its parts, encoded, with slashes between. @public */
export function subjectKey(subject: StreamSubject): string {
  return [subject.kind, ...partsOf(subject)].map(encodeURIComponent).join('/');
}

function partsOf(subject: StreamSubject): string[] {
  switch (subject.kind) {
    case 'promise':
      return [subject.name];
    case 'resources':
      return [subject.promise, resourcesQueryText(subject.query)];
    case 'allResources':
      return [resourcesQueryText(subject.query)];
    case 'platform':
      return [];
    default: {
      const { apiVersion, kind, namespace = 'default', name } = subject.ref;
      return [apiVersion, kind, namespace, name];
    }
  }
}
