import { createContext, useContext, useRef } from 'react';
import { useAsync } from '../../../hooks/useAsync';
import { useApiHolder } from '@backstage/core-plugin-api';
import type {
  FieldExtensionOptions,
  ScaffolderRJSFRegistryFieldsType,
} from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import {
  SECRET_FIELD,
  SPEC_FIELD,
  YAML_FIELD,
} from '@syntasso/plugin-ske-common';
import { SchemaField } from '../../../form/SchemaField';

/** A field extension of the scaffolder, as far as a form uses it. */
export type FieldExtension = Pick<
  FieldExtensionOptions,
  'name' | 'component' | 'validation'
>;

/** Field extensions that a legacy app has told this page of. */
export const LegacyFieldExtensions = createContext<FieldExtension[]>([]);

/** The fields that our own Templates ask for. */
export const ownFields: FieldExtension[] = [
  ...[YAML_FIELD, SECRET_FIELD, SPEC_FIELD].map(name => ({
    name,
    component: SchemaField as unknown as FieldExtension['component'],
  })),
];

/**
 * The field extensions that the app has, and ours. Undefined while they load.
 * What is registered under the same name later wins, ours last.
 */
export function useFieldExtensions(): FieldExtension[] | undefined {
  const holder = useApiHolder();
  const legacy = useContext(LegacyFieldExtensions);
  const { value } = useAsync(async () => {
    const formFields =
      (await holder.get(formFieldsApiRef)?.loadFormFields()) ?? [];
    // A FormField is opaque by type; name, component and validation are its content.
    return formFields as unknown as FieldExtension[];
  }, [holder]);
  const lastFields = useRef<FieldExtension[]>();
  if (!value) return undefined;
  const allFields = [...value, ...legacy, ...ownFields];
  const uniqueFields = [
    ...new Map(allFields.map(field => [field.name, field])).values(),
  ];
  // A new list of the same ones would draw every field of the app from its beginning.
  const isUnchanged =
    lastFields.current?.length === uniqueFields.length &&
    lastFields.current.every((field, index) =>
      isSame(field, uniqueFields[index]),
    );
  if (!isUnchanged) lastFields.current = uniqueFields;
  return lastFields.current;
}

const isSame = (one: FieldExtension, other: FieldExtension) =>
  one.name === other.name && one.component === other.component;

/** Names of `ui:field`s in a schema that nobody registered. */
export function missingFields(uiSchema: unknown, known: string[]): string[] {
  if (typeof uiSchema !== 'object' || uiSchema === null) return [];
  const missingNames = Object.entries(uiSchema).flatMap(([key, value]) => {
    if (key !== 'ui:field') return missingFields(value, known);
    return typeof value === 'string' && !known.includes(value) ? [value] : [];
  });
  return [...new Set(missingNames)];
}

/** The components by name, as the form wants them. */
export const componentsOf = (fields: FieldExtension[]) =>
  Object.fromEntries(
    fields.map(({ name, component }) => [name, component]),
  ) as ScaffolderRJSFRegistryFieldsType;
