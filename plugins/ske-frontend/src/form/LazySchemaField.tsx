import { Suspense, type ComponentProps } from 'react';
import { titles } from '../translations/titles';
import { lazyOr } from '../utils/lazyOr';
import { FieldNotLoaded, isFieldMissing } from './FieldNotLoaded';
import type { SchemaField, validateSchemaField } from './SchemaField';

const loadSchemaField = () => import('./SchemaField');

const Field = lazyOr(
  async () => (await loadSchemaField()).SchemaField,
  reason =>
    function FieldStandIn() {
      // The scaffolder has the value: nothing is told to it, so it keeps it.
      return <FieldNotLoaded reason={reason} />;
    },
);

/** {@link SchemaField}, loaded with the first form that has one: the list of Templates has none. */
export function LazySchemaField(props: ComponentProps<typeof SchemaField>) {
  return (
    <Suspense fallback={null}>
      <Field {...props} />
    </Suspense>
  );
}

/**
 * {@link validateSchemaField}, loaded in the same way. Where it cannot be, or a field is not
 * drawn, the form does not go on: what it has for the field nobody has looked at.
 */
export async function lazyValidateSchemaField(
  ...args: Parameters<typeof validateSchemaField>
): Promise<void> {
  const [, validation] = args;
  const field = await loadSchemaField().catch(() => undefined);
  if (!field || isFieldMissing()) {
    validation.addError(titles['field.notLoaded']);
    return;
  }
  await field.validateSchemaField(...args);
}
