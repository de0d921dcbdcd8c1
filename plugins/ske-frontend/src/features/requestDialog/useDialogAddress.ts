import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  NavigationType,
  useLocation,
  useNavigate,
  useNavigationType,
  useSearchParams,
} from 'react-router-dom';
import { z } from 'zod';
import { DIALOG_PARAMETER } from '../../utils/addresses';

/** What an entry of the browser's history knows of its dialog; it outlives a reload. */
const entrySchema = z.object({
  [DIALOG_PARAMETER]: z.object({
    /** What it was opened about, by a button of the page; else it was a link. */
    openedFor: z.string().optional(),
    /** Whether what was filled in there has been sent. */
    isSent: z.boolean().optional(),
  }),
});

type Entry = z.infer<typeof entrySchema>[typeof DIALOG_PARAMETER];

/** Whether a dialog is open, by the address of the page. */
export interface DialogAddress {
  isOpen: boolean;
  /** Opens it: the browser's Back closes it again. */
  open: () => void;
  /** Closes it, and leaves the page where it was. */
  close: () => void;
  /** Once it is sent, neither Back nor a reload opens it again. */
  markSent: (isSent: boolean) => void;
}

/**
 * Keeps in the address whether a dialog is open. Where a page has several places for the
 * same one, the first of them shows it.
 *
 * @param subject - what it is about: a dialog about something else stays closed
 * @param canOpen - whether it may be opened now; one that is open stays so
 */
export function useDialogAddress(
  kind: 'request' | 'update' | 'another',
  subject: string,
  canOpen: boolean,
): DialogAddress {
  const [search, setSearch] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const isRevisited = useNavigationType() === NavigationType.Pop;
  const { openedFor, isSent } = useMemo(() => readEntry(state), [state]);
  const isWanted =
    search.get(DIALOG_PARAMETER) === kind && (openedFor ?? subject) === subject;
  const isOver = isWanted && isSent === true && isRevisited;
  const wasOpen = useRef(false);
  const isFirst = useIsFirst(
    isWanted && !isOver && (canOpen || wasOpen.current) ? kind : undefined,
  );
  wasOpen.current = isFirst;

  const isClosing = useRef(false);
  useEffect(() => {
    if (!isWanted) isClosing.current = false;
  }, [isWanted]);
  const removeParameter = useCallback(() => {
    setSearch(
      current => {
        const others = new URLSearchParams(current);
        others.delete(DIALOG_PARAMETER);
        return others;
      },
      { replace: true },
    );
  }, [setSearch]);
  useEffect(() => {
    if (isOver) removeParameter();
  }, [isOver, removeParameter]);

  return {
    isOpen: isFirst,
    open: () => {
      const entry: Entry = { openedFor: subject };
      setSearch(
        current => {
          const withDialog = new URLSearchParams(current);
          withDialog.set(DIALOG_PARAMETER, kind);
          return withDialog;
        },
        { state: { [DIALOG_PARAMETER]: entry } },
      );
    },
    close: () => {
      // Going back takes a moment; twice would leave the page.
      if (isClosing.current) return;
      isClosing.current = true;
      if (openedFor === undefined) removeParameter();
      else navigate(-1);
    },
    markSent: nowSent => {
      const entry: Entry = { openedFor, isSent: nowSent };
      setSearch(current => current, {
        replace: true,
        state: { [DIALOG_PARAMETER]: entry },
      });
    },
  };
}

function readEntry(state: unknown): Entry {
  const entry = entrySchema.safeParse(state);
  return entry.success ? entry.data[DIALOG_PARAMETER] : {};
}

/** The components that could show a dialog, by its kind: the first of each shows it. */
const queues = new Map<string, ((isFirst: boolean) => void)[]>();

/** Whether this component is the first of those that have the same key; without one it is not. */
function useIsFirst(key: string | undefined): boolean {
  const [isFirst, setIsFirst] = useState(false);
  useLayoutEffect(() => {
    if (key === undefined) return undefined;
    const queue = queues.get(key) ?? [];
    queues.set(key, queue);
    queue.push(setIsFirst);
    setIsFirst(queue[0] === setIsFirst);
    return () => {
      queue.splice(queue.indexOf(setIsFirst), 1);
      setIsFirst(false);
      queue[0]?.(true);
    };
  }, [key]);
  return key !== undefined && isFirst;
}
