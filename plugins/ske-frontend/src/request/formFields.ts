import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { SECRET_FIELD, YAML_FIELD } from '@syntasso/plugin-ske-common';
import { SecretField } from './SecretField';
import { YamlField } from './YamlField';

type Component = Parameters<typeof createFormField>[0]['component'];

/** Our fields as form fields of the scaffolder, for the Create page. */
export const yamlFormField = createFormField({
  name: YAML_FIELD,
  component: YamlField as unknown as Component,
});

/** See {@link yamlFormField}. */
export const secretFormField = createFormField({
  name: SECRET_FIELD,
  component: SecretField as unknown as Component,
});
