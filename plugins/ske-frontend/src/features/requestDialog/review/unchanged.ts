import { deepEquals } from '@rjsf/utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { fillSecrets, type Manifest } from '@syntasso/plugin-ske-common';
import { storedAmong } from '../formState/formState';
import type { RequestForm } from '../formState/useRequestForm';
import {
  initialValues,
  partsOf,
  type DialogTarget,
} from '../template/dialogTarget';
import { templateDefaults, type FormSections } from '../template/sections';

/** What is asked for about where a request goes, not about the object. */
const ABOUT_THE_WAY = [
  'objname',
  'objnamespace',
  'repoUrl',
  'prAction',
  'catalogPhase',
];

/**
 * Whether a request would send an object as it is there already. A secret that was typed
 * is another one, since nobody here knows the one that is there.
 *
 * @param current - the object as it is there
 * @param wanted - as it would be sent, with the names of secrets
 * @param secrets - of the form, by name
 */
export function isSameObject(
  current: Manifest,
  wanted: Manifest,
  { parts }: FormSections,
  secrets: Record<string, string>,
): boolean {
  const stored = Object.fromEntries(storedAmong(secrets));
  return deepEquals(
    fillSecrets(partsOf(wanted, parts), stored).value,
    partsOf(current, parts),
  );
}

/**
 * Whether a person has changed something of the form that is no part of the object: a
 * Template of one's own may make labels and annotations of it.
 */
export function hasOtherChanges(
  target: DialogTarget,
  form: Pick<RequestForm, 'filledIn' | 'values'>,
  { schema, parts }: FormSections,
): boolean {
  // What a form has filled in by itself is nobody's change.
  if (!form.filledIn) return false;
  const others = (values: Record<string, JsonValue>): JsonObject =>
    Object.fromEntries(
      Object.entries(values).filter(
        ([name]) => !parts.includes(name) && !ABOUT_THE_WAY.includes(name),
      ),
    );
  const initial = {
    ...templateDefaults(schema),
    ...initialValues(target, parts),
  };
  return !deepEquals(others(form.values), others(initial));
}
