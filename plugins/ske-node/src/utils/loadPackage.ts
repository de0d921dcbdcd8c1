import { createRequire } from 'node:module';
import { ServiceUnavailableError } from '@backstage/errors';
import { reasonOf } from './httpErrors';

/** Not `import()`, which Jest refuses in a CommonJS module. */
const load = createRequire(__filename);

/**
 * Loads a package at the moment that it is needed, and not when Backstage starts.
 * Whoever calls says by a type assertion what it exports.
 *
 * @param purpose - for the text of an error: "pull requests at github.com"
 * @throws ServiceUnavailableError naming the package, what it is for, and the remedy.
 */
export function loadPackage(name: string, purpose: string): unknown {
  try {
    return load(name);
  } catch (error) {
    throw new ServiceUnavailableError(
      `The package ${name}, which is for ${purpose}, cannot be loaded (${reasonOf(
        error,
      )}). Install the dependencies of the backend again, and start it anew.`,
    );
  }
}
