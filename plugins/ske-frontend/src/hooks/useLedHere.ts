import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Whether the address leads to a part of the page; scrolls there once the part is drawn.
 *
 * @param hash - what such an address ends with
 * @param isDrawn - whether the part has its size
 */
export function useLedHere(
  hash: string,
  isDrawn: boolean,
): { isLedHere: boolean; place: RefObject<HTMLDivElement> } {
  const isLedHere = useLocation().hash === hash;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isLedHere && isDrawn) place.current?.scrollIntoView?.();
  }, [isLedHere, isDrawn]);
  return { isLedHere, place };
}
