import { useEffect, useRef, type RefObject } from 'react';

/**
 * Takes the focus that was lost, such as with the button that somebody has pressed and that
 * was replaced by this one. A focus that is elsewhere stays there.
 *
 * @param isWanted - whether it is to take it, at the time when it is first drawn
 */
export function useLostFocus<T extends HTMLElement>(
  isWanted: boolean,
): RefObject<T> {
  const ref = useRef<T>(null);
  const wanted = useRef(isWanted);
  useEffect(() => {
    const { activeElement, body } = document;
    const isLost = activeElement === null || activeElement === body;
    if (wanted.current && isLost) ref.current?.focus();
  }, []);
  return ref;
}
