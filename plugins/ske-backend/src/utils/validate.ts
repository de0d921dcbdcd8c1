import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/** Reads input by a shared schema. @throws InputError that names the field. */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues
      .map(issue => {
        const field = issue.path.join('.') || 'the request';
        const isMissing =
          issue.code === 'invalid_type' && issue.message.includes('undefined');
        return isMissing ? `${field} is missing` : `${field}: ${issue.message}`;
      })
      .join('; '),
  );
}
