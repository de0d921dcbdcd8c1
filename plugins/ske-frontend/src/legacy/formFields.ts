import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import {
  SECRET_FIELD,
  SPEC_FIELD,
  YAML_FIELD,
} from '@syntasso/plugin-ske-common';
import {
  LazySchemaField,
  lazyValidateSchemaField,
} from '../form/LazySchemaField';
import { skeFrontendPlugin } from './plugin';

type Options = Parameters<typeof createScaffolderFieldExtension>[0];

const fieldExtension = (name: string) =>
  skeFrontendPlugin.provide(
    createScaffolderFieldExtension({
      name,
      component: LazySchemaField as unknown as Options['component'],
      validation: lazyValidateSchemaField as unknown as Options['validation'],
    }),
  );

/**
 * Draws the `spec` of a request on the Create page of a legacy app, with nothing
 * filled in that nobody asked for. To be put into its
 * `ScaffolderFieldExtensions`, together with the two below; without them that
 * page draws the same form with the scaffolder's own fields.
 *
 * @public
 */
export const SkeSpecFieldExtension = fieldExtension(SPEC_FIELD);

/** Edits free-form values as YAML; see {@link SkeSpecFieldExtension}. @public */
export const SkeYamlFieldExtension = fieldExtension(YAML_FIELD);

/** Takes a secret; see {@link SkeSpecFieldExtension}. @public */
export const SkeSecretFieldExtension = fieldExtension(SECRET_FIELD);
