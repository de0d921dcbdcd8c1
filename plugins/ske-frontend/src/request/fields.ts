import { useAsync } from '../parts/useAsync';
import { useApiHolder } from '@backstage/core-plugin-api';
import type {
  FieldExtensionOptions,
  ScaffolderRJSFRegistryFieldsType,
} from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import { YAML_FIELD } from '@syntasso/plugin-ske-common';
import { YamlField } from './YamlField';

type Field = Pick<FieldExtensionOptions, 'name' | 'component' | 'validation'>;

const ours: Field = {
  name: YAML_FIELD,
  component: YamlField as unknown as Field['component'],
};

/** The field extensions that the app has, and ours. Undefined while they load. */
export function useFieldExtensions(): Field[] | undefined {
  const holder = useApiHolder();
  const { value } = useAsync(async () => {
    const found = (await holder.get(formFieldsApiRef)?.loadFormFields()) ?? [];
    // A FormField is opaque by type; name, component and validation are its content.
    return found as unknown as Field[];
  }, [holder]);
  return value && [...value.filter(f => f.name !== YAML_FIELD), ours];
}

/** Names of `ui:field`s in a schema that nobody registered. */
export function missingFields(uiSchema: unknown, known: string[]): string[] {
  if (typeof uiSchema !== 'object' || uiSchema === null) return [];
  const found = Object.entries(uiSchema).flatMap(([key, value]) => {
    if (key !== 'ui:field') return missingFields(value, known);
    return typeof value === 'string' && !known.includes(value) ? [value] : [];
  });
  return [...new Set(found)];
}

/** The components by name, as the form wants them. */
export const componentsOf = (fields: Field[]) =>
  Object.fromEntries(
    fields.map(({ name, component }) => [name, component]),
  ) as ScaffolderRJSFRegistryFieldsType;
