import type { JsonObject } from '@backstage/types';
import type { FormHints } from './hints';
import { YAML_FIELD } from './keywords';

/**
 * What hints add to the node of a form: `ui:` keys as scaffolder Templates have
 * them. `password` adds none: such a field is a secret, as one with that format.
 *
 * @public
 */
export function hintKeys(hints: FormHints): JsonObject {
  const { order, group, advanced, showIf: condition, unit, unique } = hints;
  // A hidden field has no control to choose.
  const control = hints.hidden ? { 'ui:widget': 'hidden' } : controlOf(hints);
  const { 'ui:options': ofControl, ...others } = control;
  const options = withoutUndefined({
    order,
    group,
    advanced,
    showIf: condition,
    unit,
    unique,
    ...(ofControl as JsonObject | undefined),
  });
  return withoutUndefined({
    'ui:title': hints.title,
    'ui:description': hints.description,
    'ui:placeholder': hints.placeholder,
    ...others,
    'ui:options': Object.keys(options).length > 0 ? options : undefined,
  });
}

/**
 * Otherwise the pickers of Backstage 1.57 take the title of what was chosen for
 * a name that was typed, when one leaves the field.
 */
const ONLY_WHAT_IS_THERE = { allowArbitraryValues: false };

function controlOf({ widget, options: source }: FormHints): JsonObject {
  switch (source?.from) {
    case 'entities':
      return {
        'ui:field': 'EntityPicker',
        'ui:options': withoutUndefined({
          ...ONLY_WHAT_IS_THERE,
          catalogFilter: source.filter,
        }),
      };
    case 'owners':
      return { 'ui:field': 'OwnerPicker', 'ui:options': ONLY_WHAT_IS_THERE };
    case 'repositories':
      return {
        'ui:field': 'RepoUrlPicker',
        'ui:options': source.host ? { allowedHosts: [source.host] } : {},
      };
    default:
      return withoutUndefined({
        'ui:field': widget === 'yaml' ? YAML_FIELD : undefined,
        'ui:widget':
          widget === 'yaml' || widget === 'password' ? undefined : widget,
        'ui:options': source && { optionsFrom: source },
      });
  }
}

/** Only what is there. */
const withoutUndefined = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  );
