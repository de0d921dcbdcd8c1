import { z } from 'zod';
import { javaScriptPattern, SHORT_TEXT } from '../form/re2';

/** Finds the line of a log that says why something failed. @public */
export interface ErrorLineRule {
  pattern: RegExp;
  /** What to say instead of the line; `$1` to `$9` are groups of the pattern. */
  message?: string;
}

const MOST_RULES = 50;
const LONGEST_PATTERN = 1_000;

/**
 * The rules of a platform team, `ske.diagnosis.errorLines` of app-config: patterns in the
 * syntax of RE2, as CRDs have them.
 *
 * @public
 */
export const errorLineRulesSchema: z.ZodType<ErrorLineRule[]> = z
  .array(
    z
      .strictObject({
        pattern: z.string().min(1).max(LONGEST_PATTERN),
        message: z.string().min(1).max(LONGEST_PATTERN).optional(),
      })
      .transform(({ pattern, message }, context): ErrorLineRule => {
        const source = javaScriptPattern(pattern, SHORT_TEXT);
        if (source === undefined) {
          context.addIssue({
            code: 'custom',
            path: ['pattern'],
            message:
              'is no pattern of RE2, or may take too long. Begin it with ^, or write fewer parts such as .* in it',
          });
          return z.NEVER;
        }
        return { pattern: new RegExp(source, 'u'), message };
      }),
  )
  .max(MOST_RULES);
