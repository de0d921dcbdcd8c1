import { lazy, Suspense, type ComponentProps } from 'react';
import type { SchemaField, validateSchemaField } from './SchemaField';

const loadSchemaField = () => import('./SchemaField');

const Field = lazy(async () => {
  const field = await loadSchemaField();
  return { default: field.SchemaField };
});

/** {@link SchemaField}, loaded with the first form that has one: the list of Templates has none. */
export function LazySchemaField(props: ComponentProps<typeof SchemaField>) {
  return (
    <Suspense fallback={null}>
      <Field {...props} />
    </Suspense>
  );
}

/** {@link validateSchemaField}, loaded in the same way. */
export async function lazyValidateSchemaField(
  ...args: Parameters<typeof validateSchemaField>
): Promise<void> {
  const field = await loadSchemaField();
  await field.validateSchemaField(...args);
}
