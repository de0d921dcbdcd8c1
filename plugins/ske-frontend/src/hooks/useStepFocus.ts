import { useLayoutEffect, useRef, type RefObject } from 'react';

const DIALOG = '[role="dialog"]';

/**
 * Puts the focus on what a step of a dialog begins with: that reads it aloud, once. Whoever
 * has the focus elsewhere in the dialog keeps it.
 *
 * @param selectors - of the elements within the content, the first one that is there is
 * taken; none where something else gets the focus
 * @returns where the content is
 */
export function useStepFocus(selectors: string[]): RefObject<HTMLDivElement> {
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { activeElement } = document;
    const hasFocus =
      activeElement?.closest(DIALOG) && !activeElement.matches(DIALOG);
    if (hasFocus) return;
    selectors
      .map(selector => content.current?.querySelector<HTMLElement>(selector))
      .find(Boolean)
      ?.focus();
    // Only when it begins.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return content;
}
