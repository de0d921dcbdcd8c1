import type { JsonObject } from '@backstage/types';
import {
  formSchema,
  isObject,
  oncePerObject,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import { isHiddenSecret } from '../../../form/hiddenSecret';
import { problemsOf, type ValueProblem } from '../../../form/validate';
import { valueAt } from '../../../form/values';

/** Converted and compiled once for all Resources that are checked. */
const checkable = oncePerObject(formSchema);

/**
 * Why an API would refuse what a Resource has: as far as its schema says so, without CEL
 * rules and what only the platform knows. Secrets are not looked at, since only what
 * stands for them is known here.
 *
 * @param spec - schema of `spec`, as the CRD has it
 */
export function findRefusals(
  spec: JsonObject,
  resource: Manifest,
): ValueProblem[] {
  const value = isObject(resource.spec) ? resource.spec : {};
  return problemsOf(checkable(spec), value).filter(
    ({ path }) => !isHiddenSecret(valueAt(value, path)),
  );
}
