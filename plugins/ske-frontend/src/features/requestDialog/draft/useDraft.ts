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
import { useAsync, type AsyncResult } from '../../../hooks/useAsync';
import {
  draftKey,
  openDraftStorage,
  type Draft,
  type DraftStorage,
} from './drafts';
import type { DialogTarget } from '../template/dialogTarget';

/** Typing is not written letter by letter. */
const WRITE_AFTER_MS = 500;

/** A form's draft as it was found, and where it is saved. */
export interface FoundDraft {
  draftStorage: DraftStorage;
  draft: Draft | undefined;
}

/** Finds the person's draft of a form. */
export function useFoundDraft(target: DialogTarget): AsyncResult<FoundDraft> {
  const storage = useApi(storageApiRef);
  const identity = useApi(identityApiRef);
  const scaffolder = useApi(scaffolderApiRef);
  // Who the dialog is about does not change while it is open.
  const firstTarget = useRef(target).current;
  return useAsync(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const draftStorage = openDraftStorage(
      storage,
      draftKey(userEntityRef, firstTarget),
    );
    const draft = await draftStorage.read();
    const status = draft?.taskId && (await statusOf(scaffolder, draft.taskId));
    // If removing fails, it is tried again when the form is next opened.
    if (status === 'completed') draftStorage.remove().catch(() => {});
    const isSent =
      status && ['open', 'processing', 'completed'].includes(status);
    return { draftStorage, draft: isSent ? undefined : draft };
  }, [storage, identity, scaffolder, firstTarget]);
}

/** Where nobody knows how a task stands, its draft is not thrown away. */
const statusOf = (scaffolder: ScaffolderApi, taskId: string) =>
  scaffolder.getTask(taskId).then(
    ({ status }) => status,
    () => undefined,
  );

/** Saves a draft while somebody types. */
export interface DraftSaver {
  /** Writes it: by default half a second after the last change. */
  save(draft: Omit<Draft, 'savedAt'>, when?: 'afterPause' | 'now'): void;
  /** Removes it: it was sent, or is not wanted any more. */
  remove(): void;
  /** Why it cannot be saved, if so. */
  failure: Error | undefined;
}

/** Writes a draft a moment after the last change, and at once when left. */
export function useDraftSaver(draftStorage: DraftStorage): DraftSaver {
  const [failure, setFailure] = useState<Error>();
  const pendingDraft = useRef<{
    draft: Draft;
    timer: ReturnType<typeof setTimeout>;
  }>();
  const flush = useCallback(() => {
    const { draft, timer } = pendingDraft.current ?? {};
    pendingDraft.current = undefined;
    clearTimeout(timer);
    if (!draft) return;
    draftStorage.write(draft).then(() => setFailure(undefined), setFailure);
  }, [draftStorage]);
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
      save(draft, when = 'afterPause') {
        clearTimeout(pendingDraft.current?.timer);
        pendingDraft.current = {
          draft: { ...draft, savedAt: new Date().toISOString() },
          timer: setTimeout(flush, WRITE_AFTER_MS),
        };
        if (when === 'now') flush();
      },
      remove() {
        clearTimeout(pendingDraft.current?.timer);
        pendingDraft.current = undefined;
        draftStorage.remove().catch(setFailure);
      },
    }),
    [failure, flush, draftStorage],
  );
}
