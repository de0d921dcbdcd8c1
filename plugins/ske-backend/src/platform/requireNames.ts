import { nameProblems, type ObjectRef } from '@syntasso/plugin-ske-common';
import { InvalidInputError } from '@syntasso/plugin-ske-node';

/**
 * Checks the names of a reference: they become parts of paths, in URLs and repositories.
 *
 * @throws InvalidInputError that names the field.
 */
export function requireNames(ref: ObjectRef): void {
  const problems = nameProblems(ref);
  if (problems.length === 0) return;
  throw new InvalidInputError(
    problems.map(({ field, message }) => `${field} ${message}`).join('; '),
    problems,
  );
}
