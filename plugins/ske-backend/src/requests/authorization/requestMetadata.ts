import { isDeepStrictEqual } from 'node:util';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  annotations as knownAnnotations,
  componentAnnotations,
  resourceAnnotations,
  type Engine,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { matchesPattern } from '../../utils/matchesPattern';

/** Keys of labels and annotations that a request may set; `*` stands for any end. */
export interface AllowedMetadata {
  labels: string[];
  annotations: string[];
}

/** Labels and annotations that the catalog reads, or that keep a Resource out of it. */
const ALWAYS: AllowedMetadata = {
  labels: ['app.kubernetes.io/*', 'kratix.io/backstage', 'kratix.io/portal-*'],
  annotations: ['ske.backstage.component/*', knownAnnotations.requestsRepoUrl],
};

/** Labels that pause a workflow, release it or run it again: setting one needs the permission ske.resource.operate. */
const operatingLabels = ({
  operations: { pause, release, retry },
}: Engine): string[] => Object.keys({ ...pause?.on, ...release, ...retry });

/** Annotations that only Backstage sets. */
const SET_BY_BACKSTAGE: string[] = Object.values(resourceAnnotations);

/** Fields of metadata that are checked separately, and those that the API server ignores in a request. */
const KNOWN_METADATA = [
  ...['name', 'namespace', 'uid', 'resourceVersion', 'generation'],
  ...['creationTimestamp', 'labels', 'annotations'],
];

/** Reads `ske.requests.labels` and `ske.requests.annotations`, beside what is always allowed. */
export const allowedMetadataFromConfig = (config: Config): AllowedMetadata => ({
  labels: [
    ...ALWAYS.labels,
    ...(config.getOptionalStringArray('ske.requests.labels') ?? []),
  ],
  annotations: [
    ...ALWAYS.annotations,
    ...(config.getOptionalStringArray('ske.requests.annotations') ?? []),
  ],
});

/**
 * Checks the metadata of a request. What the object has already may be repeated. Keys without a prefix are for people, and always allowed (source:
 * Kubernetes, Labels and Selectors).
 *
 * @returns whether it holds the workflow back or runs it again
 * @throws InputError that names what a request may not set
 */
export function requireAllowedMetadata(
  wanted: Manifest,
  present: Manifest | undefined,
  engine: Engine,
  allowed: AllowedMetadata,
): { operates: boolean } {
  const refusedKeys = Object.entries(wanted.metadata)
    .filter(([key]) => !KNOWN_METADATA.includes(key))
    .filter(([key, value]) => !isDeepStrictEqual(value, present?.metadata[key]))
    .map(([key]) => `metadata.${key}`);
  if (refusedKeys.length > 0) {
    throw new InputError(
      `${refusedKeys.join(
        ', ',
      )}: a request does not set this. Leave it out; the platform writes it.`,
    );
  }
  const operating = operatingLabels(engine);
  const changedMetadata = {
    labels: changedKeys(wanted, present, 'labels'),
    annotations: changedKeys(wanted, present, 'annotations'),
  };
  // Whatever app-config allows: nobody may say that somebody else has asked.
  const ownKey = changedMetadata.annotations.find(key =>
    SET_BY_BACKSTAGE.includes(key),
  );
  if (ownKey) {
    throw new InputError(
      `metadata.annotations: ${ownKey} is set by Backstage, from who makes the request. Leave it out.`,
    );
  }
  for (const part of ['labels', 'annotations'] as const) {
    const keys = changedMetadata[part].filter(
      key =>
        key.includes('/') &&
        !(part === 'labels' && operating.includes(key)) &&
        !allowed[part].some(pattern => matchesPattern(key, pattern)),
    );
    if (keys.length === 0) continue;
    throw new InputError(
      `metadata.${part}: ${keys.join(
        ', ',
      )} may not be set by a request. Leave it out, or ask the platform team to add it to ske.requests.${part} in app-config.`,
    );
  }
  return {
    operates: changedMetadata.labels.some(key => operating.includes(key)),
  };
}

/**
 * Adds the labels and annotations that a request must not remove by leaving them out:
 * a change replaces all of them.
 */
export function keepMetadata(
  wanted: Manifest,
  present: Manifest | undefined,
  engine: Engine,
): Manifest {
  const presentValues = (part: 'labels' | 'annotations', keys: string[]) => {
    const presentTexts = present?.metadata[part] ?? {};
    const entries = keys
      .filter(key => presentTexts[key] !== undefined)
      .map(key => [key, presentTexts[key]] as const);
    const requestedTexts = wanted.metadata[part];
    return entries.length === 0 && !requestedTexts
      ? {}
      : { [part]: { ...Object.fromEntries(entries), ...requestedTexts } };
  };
  return {
    ...wanted,
    metadata: {
      ...wanted.metadata,
      ...presentValues(
        'labels',
        Object.keys(engine.operations.pause?.on ?? {}),
      ),
      ...presentValues('annotations', [
        ...Object.values(componentAnnotations),
        ...SET_BY_BACKSTAGE,
      ]),
    },
  };
}

/** The value of an annotation that a request changes; undefined for one that stays. */
export const newAnnotation = (
  wanted: Manifest,
  present: Manifest | undefined,
  key: string,
): string | undefined =>
  changedKeys(wanted, present, 'annotations').includes(key)
    ? wanted.metadata.annotations?.[key]
    : undefined;

function changedKeys(
  wanted: Manifest,
  present: Manifest | undefined,
  part: 'labels' | 'annotations',
): string[] {
  const presentTexts = present?.metadata[part] ?? {};
  return Object.entries(wanted.metadata[part] ?? {})
    .filter(([key, value]) => presentTexts[key] !== value)
    .map(([key]) => key);
}
