import type { OptionProblem } from '../annotations/readOptions';

/** What a schema has found in an object, as zod has it. */
interface SchemaError {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/** What is wrong in an object, by the path of each field. */
export const problemsOf = (
  { issues }: SchemaError,
  root: string,
): OptionProblem[] =>
  issues.map(({ path, message }) => ({
    field: [root, ...path.map(String)].filter(Boolean).join('.'),
    problem: message,
    remedy: 'Correct the field, or leave it out.',
  }));
