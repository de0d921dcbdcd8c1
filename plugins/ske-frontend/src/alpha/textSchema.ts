/**
 * A text in the config of an extension, as Standard Schema. A library of schemas would be
 * loaded by each page of an app.
 */
export function textSchema(defaultText: string) {
  const describe = () => ({ type: 'string', default: defaultText });
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'ske-frontend',
      /** For the compiler only. */
      types: undefined as
        | { input: string | undefined; output: string }
        | undefined,
      validate: (value: unknown) =>
        value === undefined || typeof value === 'string'
          ? { value: value ?? defaultText }
          : { issues: [{ message: 'must be a text' }] },
      jsonSchema: { input: describe, output: describe },
    },
  };
}
