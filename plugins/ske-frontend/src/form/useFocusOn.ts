import { useEffect, type RefObject } from 'react';
import { fieldIds, type Path } from './values';

/** Parts of the form open themselves first; this is how long that is waited for. */
const MOST_FRAMES = 10;

/**
 * Puts the cursor into a field, or into the nearest one around it, each time that
 * another one is wanted.
 */
export function useFocusOn(
  ground: RefObject<HTMLElement>,
  wanted: { path: Path } | undefined,
) {
  useEffect(() => {
    if (!wanted) return undefined;
    let frame = 0;
    let left = MOST_FRAMES;
    const look = () => {
      left -= 1;
      const exact = fieldAt(ground.current, wanted.path);
      if (!exact && left > 0) {
        frame = requestAnimationFrame(look);
        return;
      }
      let field = exact;
      for (let length = wanted.path.length - 1; !field && length > 0; ) {
        field = fieldAt(ground.current, wanted.path.slice(0, length));
        length -= 1;
      }
      field?.focus();
      field?.scrollIntoView?.({ block: 'nearest' });
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [ground, wanted]);
}

function fieldAt(
  ground: HTMLElement | null,
  path: Path,
): HTMLElement | undefined {
  const ids = fieldIds(path);
  const found = [...(ground?.querySelectorAll<HTMLElement>('[id]') ?? [])].find(
    element => ids.includes(element.id),
  );
  if (!found) return undefined;
  const controls = 'input, select, textarea, button, [tabindex]';
  return found.matches(controls)
    ? found
    : found.querySelector<HTMLElement>(controls) ?? undefined;
}
