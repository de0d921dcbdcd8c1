import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router-dom';

/**
 * Whether the address leads to a part of the page, as `:target` in CSS; scrolls there once
 * the part is drawn.
 *
 * @param hash - what such an address ends with
 * @param isDrawn - whether the part has its size
 */
export function useHashTarget(
  hash: string,
  isDrawn: boolean,
): { isTarget: boolean; place: RefObject<HTMLDivElement> } {
  const isTarget = useLocation().hash === hash;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isTarget && isDrawn) place.current?.scrollIntoView?.();
  }, [isTarget, isDrawn]);
  return { isTarget, place };
}
