import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import {
  SECRET_FIELD,
  SPEC_FIELD,
  YAML_FIELD,
} from '@syntasso/plugin-ske-common';
import {
  LazySchemaField,
  lazyValidateSchemaField,
} from '../form/LazySchemaField';

type Options = Parameters<typeof createFormField>[0];

const formField = (name: string) =>
  createFormField({
    name,
    component: LazySchemaField as unknown as Options['component'],
    validation: lazyValidateSchemaField as unknown as Options['validation'],
  });

/** Our fields as form fields of the scaffolder, for the Create page. */
export const yamlFormField = formField(YAML_FIELD);

/** See {@link yamlFormField}. */
export const secretFormField = formField(SECRET_FIELD);

/** See {@link yamlFormField}. */
export const specFormField = formField(SPEC_FIELD);
