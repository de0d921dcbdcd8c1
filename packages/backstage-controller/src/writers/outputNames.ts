import { z } from 'zod';
import type { OutputNames } from './EntityWriter';

const schema = z.object({
  component: z.string().min(1),
  template: z.string().min(1).optional(),
});

/** Names as text that is the same for the same names. */
export const formatOutputNames = ({ component, template }: OutputNames) =>
  JSON.stringify({
    component,
    ...(template === undefined ? {} : { template }),
  });

/** Reads what {@link formatOutputNames} has written; undefined for anything else. */
export function parseOutputNames(
  text: string | undefined,
): OutputNames | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Somebody has changed it by hand: names are given as if there were none.
    return undefined;
  }
}
