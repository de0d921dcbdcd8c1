import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import {
  identityApiRef,
  storageApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import {
  scaffolderApiRef,
  type ScaffolderApi,
} from '@backstage/plugin-scaffolder-react';
import { useAsync, type AsyncResult } from '../parts/useAsync';
import { draftKey, draftShelf, type Draft, type DraftShelf } from './drafts';
import type { DialogTarget } from './dialogTarget';

/** Typing is not written letter by letter. */
const WRITE_AFTER_MS = 500;

/** A form's draft as it was found, and the shelf that it is kept on. */
export interface FoundDraft {
  shelf: DraftShelf;
  draft: Draft | undefined;
}

/** Finds the person's draft of a form. */
export function useFoundDraft(subject: DialogTarget): AsyncResult<FoundDraft> {
  const storage = useApi(storageApiRef);
  const identity = useApi(identityApiRef);
  const scaffolder = useApi(scaffolderApiRef);
  // Who the dialog is about does not change while it is open.
  const first = useRef(subject).current;
  return useAsync(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const shelf = draftShelf(storage, draftKey(userEntityRef, first));
    const draft = await shelf.read();
    const status = draft?.taskId && (await statusOf(scaffolder, draft.taskId));
    // If removing fails, it is tried again when the form is next opened.
    if (status === 'completed') shelf.remove().catch(() => {});
    const sent = status && ['open', 'processing', 'completed'].includes(status);
    return { shelf, draft: sent ? undefined : draft };
  }, [storage, identity, scaffolder, first]);
}

/** Where nobody knows how a task stands, its draft is better kept. */
const statusOf = (scaffolder: ScaffolderApi, taskId: string) =>
  scaffolder.getTask(taskId).then(
    ({ status }) => status,
    () => undefined,
  );

/** Keeps a draft while somebody types. */
export interface KeptDraft {
  /** Writes it: `soon` is half a second after the last change, the default. */
  keep(draft: Omit<Draft, 'savedAt'>, when?: 'soon' | 'now'): void;
  /** It has been done, or is not wanted any more. */
  drop(): void;
  /** Why it cannot be kept, if so. */
  failure: Error | undefined;
}

/** Writes a draft a moment after the last change, and at once when left. */
export function useKeptDraft(shelf: DraftShelf): KeptDraft {
  const [failure, setFailure] = useState<Error>();
  const waiting = useRef<{
    draft: Draft;
    timer: ReturnType<typeof setTimeout>;
  }>();
  const flush = useCallback(() => {
    const { draft, timer } = waiting.current ?? {};
    waiting.current = undefined;
    clearTimeout(timer);
    if (!draft) return;
    shelf.write(draft).then(() => setFailure(undefined), setFailure);
  }, [shelf]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return useMemo(
    () => ({
      failure,
      keep(draft, when = 'soon') {
        clearTimeout(waiting.current?.timer);
        waiting.current = {
          draft: { ...draft, savedAt: new Date().toISOString() },
          timer: setTimeout(flush, WRITE_AFTER_MS),
        };
        if (when === 'now') flush();
      },
      drop() {
        clearTimeout(waiting.current?.timer);
        waiting.current = undefined;
        shelf.remove().catch(setFailure);
      },
    }),
    [failure, flush, shelf],
  );
}
