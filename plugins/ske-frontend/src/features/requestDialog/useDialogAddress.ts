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
  type Location as PageLocation,
  type NavigateOptions,
  type Path,
} from 'react-router-dom';
import { isObject } from '@syntasso/plugin-ske-common';
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
  /** Closes it without going back in the history, for when another page is opened next. */
  leave: () => void;
  /** Once it is sent, neither Back nor a reload opens it again. */
  markSent: (isSent: boolean) => void;
}

/**
 * Keeps in the address whether a dialog is open. Where a page has several places for the
 * same one, the first of them shows it.
 *
 * @param subject - what it is about: a dialog about something else stays closed
 * @param canOpen - whether it may be opened now; one that is open stays so
 * @param options.isOneOfMany - on a page with several subjects: the address names this one
 */
export function useDialogAddress(
  kind: 'request' | 'update' | 'another' | 'delete',
  subject: string,
  canOpen: boolean,
  options: { isOneOfMany?: boolean } = {},
): DialogAddress {
  const location = useLocation();
  const { search, state } = location;
  const navigate = useNavigate();
  const isRevisited = useNavigationType() === NavigationType.Pop;
  const { openedFor, isSent } = useMemo(() => readEntry(state), [state]);
  const value = options.isOneOfMany ? `${kind}.${subject}` : kind;
  const isWanted =
    new URLSearchParams(search).get(DIALOG_PARAMETER) === value &&
    (openedFor ?? subject) === subject;
  const isOver = isWanted && isSent === true && isRevisited;
  const wasOpen = useRef(false);
  const isFirst = useIsFirst(
    isWanted && !isOver && (canOpen || wasOpen.current) ? value : undefined,
  );
  wasOpen.current = isFirst;

  // Opening takes a moment, and so does going back.
  const isOpening = useRef(false);
  const isClosing = useRef(false);
  useEffect(() => {
    isOpening.current = false;
    isClosing.current = false;
  }, [location]);
  /** For calls that come after the dialog was closed: these change nothing. */
  const isInAddress = useRef(false);
  useEffect(() => {
    isInAddress.current = isWanted;
    return () => {
      isInAddress.current = false;
    };
  }, [isWanted]);

  /** Goes to the same place with another dialog, or none. */
  const move = useCallback(
    (
      wanted: string | undefined,
      entry: Entry | undefined,
      { replace }: { replace: boolean },
    ) => {
      const [to, how] = withDialog(location, { wanted, entry, replace });
      navigate(to, how);
    },
    [navigate, location],
  );
  const removeParameter = useCallback(
    () => move(undefined, undefined, { replace: true }),
    [move],
  );
  useEffect(() => {
    if (isOver) removeParameter();
  }, [isOver, removeParameter]);

  return {
    isOpen: isFirst,
    open: () => {
      if (isWanted || isOpening.current) return;
      isOpening.current = true;
      move(value, { openedFor: subject }, { replace: false });
    },
    close: () => {
      if (!isInAddress.current) return;
      // Going back twice would leave the page.
      if (openedFor === undefined || isClosing.current) removeParameter();
      else {
        isClosing.current = true;
        navigate(-1);
      }
    },
    leave: () => {
      if (isInAddress.current) removeParameter();
    },
    markSent: nowSent => {
      if (!isInAddress.current) return;
      move(value, { openedFor, isSent: nowSent }, { replace: true });
    },
  };
}

/** The arguments of `navigate`; other parameters, and other state of the entry, stay. */
function withDialog(
  { search, hash, state }: PageLocation,
  dialog: {
    wanted: string | undefined;
    entry: Entry | undefined;
    replace: boolean;
  },
): [Partial<Path>, NavigateOptions] {
  const parameters = new URLSearchParams(search);
  parameters.delete(DIALOG_PARAMETER);
  if (dialog.wanted !== undefined) {
    parameters.set(DIALOG_PARAMETER, dialog.wanted);
  }
  const known: Record<string, unknown> = isObject(state) ? state : {};
  const { [DIALOG_PARAMETER]: _, ...others } = known;
  const { entry, replace } = dialog;
  return [
    { search: parameters.toString(), hash },
    {
      replace,
      state: entry ? { ...others, [DIALOG_PARAMETER]: entry } : others,
    },
  ];
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
