import type { JsonObject } from '@backstage/types';
import type { Manifest } from '../kubernetes/manifest';
import { readFormHints } from './readHints';
import { withFormHints } from './withHints';

/**
 * The schema of a Promise's `spec` with all hints of its platform team in it:
 * those of the API itself and those of the annotation. In words also what is
 * wrong with others, which are left out. Never throws.
 *
 * @param specSchema - as the API has it
 * @public
 */
export function specWithHints(
  promise: Manifest,
  specSchema: JsonObject,
): { schema: JsonObject; problems: string[] } {
  const { hints, problems } = readFormHints(promise);
  const hinted = withFormHints(specSchema, hints);
  return {
    schema: hinted.schema,
    problems: [...problems, ...hinted.problems],
  };
}
