import { useEffect } from 'react';

/**
 * When the control that has the focus goes away, such as a button that removes
 * its own row, puts the focus on what came in its place or stands beside it.
 * Otherwise a dialog would put it on its first control, which closes it.
 */
export function useDialogFocus() {
  useEffect(() => {
    let last: Node | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      last =
        target instanceof Element && target.closest(DIALOG)
          ? target
          : undefined;
    };
    const observer = new MutationObserver(records => {
      if (!last || last.isConnected) return;
      successorOf(last, records)?.focus();
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, []);
}

const DIALOG = '[role="dialog"]';
const FOCUSABLE =
  'input:not([disabled]), textarea:not([disabled]), button:not([disabled]), [tabindex="0"]';

function successorOf(
  lostNode: Node,
  records: MutationRecord[],
): HTMLElement | undefined {
  const removal = records.find(
    ({ target, removedNodes }) =>
      target.isConnected &&
      [...removedNodes].some(node => node.contains(lostNode)),
  );
  if (!removal) return undefined;
  const newNodes = records.flatMap(({ target, addedNodes }) =>
    target === removal.target ? [...addedNodes] : [],
  );
  return (
    firstIn(newNodes) ??
    firstIn(siblings(removal.nextSibling, 'nextSibling')) ??
    firstIn(siblings(removal.previousSibling, 'previousSibling')) ??
    firstIn(parents(removal.target))
  );
}

function firstIn(nodes: Node[]): HTMLElement | undefined {
  for (const node of nodes) {
    if (!(node instanceof HTMLElement) || !node.isConnected) continue;
    const focusableElement = node.matches(FOCUSABLE)
      ? node
      : node.querySelector<HTMLElement>(FOCUSABLE);
    if (focusableElement) return focusableElement;
  }
  return undefined;
}

function siblings(
  from: Node | null,
  direction: 'nextSibling' | 'previousSibling',
): Node[] {
  const nodes: Node[] = [];
  for (let node = from; node; node = node[direction]) nodes.push(node);
  return nodes;
}

/** Those within the dialog: what is around all of it has other controls first. */
function parents(from: Node): Node[] {
  const ancestors: Node[] = [];
  let node: Node | null = from;
  while (node instanceof Element && !node.matches(DIALOG)) {
    ancestors.push(node);
    node = node.parentNode;
  }
  return ancestors;
}
