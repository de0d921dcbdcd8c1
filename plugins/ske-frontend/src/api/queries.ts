import type { ObjectRef } from '@syntasso/plugin-ske-common';
import type { LogSource } from './SkeApi';

/** What names an object, as a query. */
export function queryOf(ref: ObjectRef): URLSearchParams {
  return new URLSearchParams({
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    name: ref.name,
    ...(ref.namespace ? { namespace: ref.namespace } : {}),
  });
}

/** The path of what is about a Promise. */
export const pathOfPromise = (name: string) =>
  `/v1/promises/${encodeURIComponent(name)}`;

/** What names the log of a container. */
export function logQueryOf(source: LogSource): URLSearchParams {
  const query = queryOf(source.ref);
  query.set('pod', source.pod);
  query.set('podNamespace', source.podNamespace);
  query.set('container', source.container);
  return query;
}

/** The subjects of a stream. */
export const queryFor = (subjects: string[]) =>
  new URLSearchParams(subjects.map(subject => ['subject', subject]));
