import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  errorLineRulesSchema,
  type ErrorLineRule,
} from '@syntasso/plugin-ske-common';

const KEY = 'ske.diagnosis.errorLines';

/**
 * Reads `ske.diagnosis.errorLines`: how to find the line of a log that says why a
 * pipeline failed.
 *
 * @throws InputError that names each rule that is wrong, and the remedy.
 */
export function errorLinesFromConfig(config: Config): ErrorLineRule[] {
  const result = errorLineRulesSchema.safeParse(config.getOptional(KEY) ?? []);
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues
      .map(({ path, message }) => {
        const place = path.map(part =>
          typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
        );
        return `${KEY}${place.join('')}: ${message}`;
      })
      .join('; '),
  );
}
