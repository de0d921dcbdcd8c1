import type { StorageApi } from '@backstage/core-plugin-api';
import type { JsonValue } from '@backstage/types';
import {
  manifestSchema,
  refOf,
  subjectKey,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { z } from 'zod';
import { forgetSecrets } from '../../../form/secretValues';
import type { DialogTarget } from '../template/dialogTarget';

/** Bucket of Backstage's storage for the person. */
const BUCKET = 'ske-drafts';
/** A store that does not answer in this time has no draft. */
const PATIENCE_MS = 2_000;

const fieldPath = z.array(z.string());

const draftSchema = z.object({
  savedAt: z.string(),
  values: z.record(z.string(), z.custom<JsonValue>()),
  /** What an update began with. */
  base: manifestSchema.optional(),
  /** Paths of the secrets that somebody has typed, which are not kept. */
  secretPaths: z.array(fieldPath).optional(),
  /** Secrets of the object that nobody has touched: see `UntouchedSecret`. */
  keptSecrets: z
    .array(
      z.object({
        path: fieldPath,
        from: fieldPath.optional(),
        stored: z.string().optional(),
      }),
    )
    .optional(),
  /** The task that it was sent with. */
  taskId: z.string().optional(),
});

/** What somebody has filled in, until its task has completed; never with secrets. */
export type Draft = z.infer<typeof draftSchema>;

/** Where the draft of one form is kept. */
export interface DraftStorage {
  read(): Promise<Draft | undefined>;
  /** @throws Error of the store, such as when it is full. */
  write(draft: Draft): Promise<void>;
  remove(): Promise<void>;
}

/**
 * The name of a draft: whose it is, of which Template, of which Resource, and what it
 * began with where that is something else than usual.
 */
export const draftKey = (person: string, target: DialogTarget) =>
  [person, target.templateRef, subjectOf(target)].join(' ');

function subjectOf(target: DialogTarget): string {
  if (target.kind === 'request') {
    return target.like ? `like ${keyOf(target.like)}` : 'new';
  }
  const key = keyOf(target.resource.manifest);
  return target.earlier ? `${key} as in ${target.earlier.id}` : key;
}

const keyOf = (resource: Manifest) =>
  subjectKey({ kind: 'resource', ref: refOf(resource) });

/** Keeps drafts where Backstage keeps what is a person's own. */
export function openDraftStorage(
  storage: StorageApi,
  key: string,
): DraftStorage {
  const bucket = storage.forBucket(BUCKET);
  return {
    async read() {
      const snapshot = bucket.snapshot<JsonValue>(key);
      const value =
        snapshot.presence === 'unknown'
          ? await readFromServer(bucket, key)
          : snapshot.value;
      const draft = draftSchema.safeParse(value);
      // A copy: what the store gives is frozen.
      return draft.success ? structuredClone(draft.data) : undefined;
    },
    write: draft =>
      bucket.set(key, {
        ...draft,
        values: forgetSecrets(draft.values),
      } as JsonValue),
    remove: () => bucket.remove(key),
  };
}

/** A store on a server answers a moment later. */
async function readFromServer(
  bucket: StorageApi,
  key: string,
): Promise<unknown> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    const watch = bucket.observe$<JsonValue>(key).subscribe(({ value }) => {
      clearTimeout(timer);
      watch.unsubscribe();
      resolve(value);
    });
  });
}
