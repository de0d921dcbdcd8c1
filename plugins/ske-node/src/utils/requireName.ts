import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/**
 * The second line of defence, where a name becomes a part of an address or a
 * path: whoever asks has looked at it before.
 *
 * @param schema - of `nameSchemas`
 * @throws InputError that names the field.
 */
export function requireName(field: string, schema: z.ZodType, name: string) {
  const result = schema.safeParse(name);
  if (result.success) return;
  throw new InputError(
    `${field}: ${JSON.stringify(name).slice(0, 80)} ${
      result.error.issues[0].message
    }.`,
  );
}
