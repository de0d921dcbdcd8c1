import { useState } from 'react';
import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Field } from '../Field';
import { FormProvider, type Unreadable } from '../FormProvider';
import { kindOf } from '../fieldSchema';
import { treeOf, type ProblemAtPath } from '../problemTree';

const SPEC = ['spec'];

/** A field extension that is broken. */
function ThrowingField(): JSX.Element {
  throw new Error('boom');
}

/** A form with nothing but a spec; what it holds is told with each change. */
export function FormUnderTest(props: {
  schema: JsonObject;
  value?: JsonValue;
  base?: JsonValue;
  /** What its values have the names of. */
  secrets?: Record<string, string>;
  problems?: ProblemAtPath[];
  unreadable?: Unreadable;
  onChange?: (spec: JsonValue | undefined) => void;
}) {
  const { schema, problems = [], onChange } = props;
  const [values, setValues] = useState<JsonObject>(
    props.value === undefined ? {} : { spec: props.value },
  );
  const [unreadable] = useState<Unreadable>(props.unreadable ?? new Map());
  return (
    <SecretsContextProvider initialSecrets={props.secrets}>
      <FormProvider
        value={values}
        schema={{ properties: { spec: schema } }}
        base={props.base}
        Foreign={ThrowingField}
        unreadable={unreadable}
        onChange={next => {
          setValues(next);
          onChange?.(next.spec);
        }}
      >
        <Field
          schema={schema}
          path={SPEC}
          title="Specification"
          bare={kindOf(schema) === 'object'}
          value={values.spec}
          required
          problems={treeOf(problems)?.children.get('spec')}
          locked={undefined}
        />
      </FormProvider>
    </SecretsContextProvider>
  );
}
