import type { JsonObject } from '@backstage/types';
import type { Manifest } from '../kubernetes/manifest';
import type { PromiseApi } from '../kubernetes/promiseApi';
import { readFormHints } from './readHints';
import { withFormHints } from './withHints';

/**
 * The schema of a Promise's `spec` with all hints of its platform team in it:
 * those of the API itself and those of the annotation. In words also what is
 * wrong with others, which are left out. Never throws.
 *
 * @public
 */
export function specWithHints(
  promise: Manifest,
  { specSchema }: Pick<PromiseApi, 'specSchema'>,
): { schema: JsonObject; problems: string[] } {
  const { hints, problems } = readFormHints(promise);
  const hinted = withFormHints(specSchema, hints);
  return {
    schema: hinted.schema,
    problems: [...problems, ...hinted.problems],
  };
}
