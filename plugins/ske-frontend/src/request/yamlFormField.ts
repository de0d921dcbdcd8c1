import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { YAML_FIELD } from '@syntasso/plugin-ske-common';
import { YamlField } from './YamlField';

/** The YAML field as a form field of the scaffolder, for the Create page. */
export const yamlFormField = createFormField({
  name: YAML_FIELD,
  component: YamlField as unknown as Parameters<
    typeof createFormField
  >[0]['component'],
});
