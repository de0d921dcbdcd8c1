import { useEffect, type RefObject } from 'react';
import { fieldIds, type Path } from './values';

/** Parts of the form open themselves first; this is how long that is waited for. */
const MOST_FRAMES = 10;

/**
 * Puts the cursor into the first of some fields, as they stand in the form, or
 * into the nearest one around it; each time that others are wanted.
 *
 * @param elsewhere - gets the focus where the form has none of the fields
 */
export function useFocusOn(
  ground: RefObject<HTMLElement>,
  wanted: { paths: Path[] } | undefined,
  elsewhere?: RefObject<HTMLElement>,
) {
  useEffect(() => {
    if (!wanted) return undefined;
    let frame = 0;
    let framesLeft = MOST_FRAMES;
    const look = () => {
      framesLeft -= 1;
      const exactFields = wanted.paths.map(path =>
        fieldAt(ground.current, path),
      );
      if (exactFields.includes(undefined) && framesLeft > 0) {
        frame = requestAnimationFrame(look);
        return;
      }
      const fields = wanted.paths.map(
        (path, index) =>
          exactFields[index] ?? fieldAround(ground.current, path),
      );
      const [field] = fields
        .filter(element => element !== undefined)
        .sort((a, b) => (isBefore(a, b) ? -1 : 1));
      const goal = field ?? elsewhere?.current;
      goal?.focus();
      goal?.scrollIntoView?.({ block: 'nearest' });
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [ground, wanted, elsewhere]);
}

const isBefore = (one: Node, other: Node) =>
  // eslint-disable-next-line no-bitwise
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The field that holds the one at a path, where that is not drawn itself. */
function fieldAround(
  ground: HTMLElement | null,
  path: Path,
): HTMLElement | undefined {
  for (let length = path.length - 1; length > 0; length -= 1) {
    const field = fieldAt(ground, path.slice(0, length));
    if (field) return field;
  }
  return undefined;
}

function fieldAt(
  ground: HTMLElement | null,
  path: Path,
): HTMLElement | undefined {
  const ids = fieldIds(path);
  const fieldElement = [
    ...(ground?.querySelectorAll<HTMLElement>('[id]') ?? []),
  ].find(element => ids.includes(element.id));
  if (!fieldElement) return undefined;
  const controls = 'input, select, textarea, button, [tabindex]';
  return fieldElement.matches(controls)
    ? fieldElement
    : fieldElement.querySelector<HTMLElement>(controls) ?? undefined;
}
