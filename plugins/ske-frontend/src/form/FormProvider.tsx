import { useMemo, useRef, type ComponentType, type ReactNode } from 'react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Field } from './Field';
import { FormApiProvider, type FieldProps, type FormApi } from './FormApi';
import { RequestValueProvider } from './showIf';
import type { ProblemAtPath } from './problemTree';
import { withValueAt, type Path } from './values';

const NOWHERE: Path = [];

/** What has been typed and is no value, by the field's path. */
export type Unreadable = Map<string, ProblemAtPath>;

/**
 * Holds fields together: they change one value, of which everything that has
 * not changed stays the same object.
 */
export function FormProvider<T extends JsonValue | undefined>(props: {
  /** Id of the form's root; the ids of its fields begin with it. */
  rootId?: string;
  value: T;
  /** Of the value. */
  schema: JsonObject;
  /** See {@link FormApi.base}. */
  base: JsonValue | undefined;
  Foreign: ComponentType<FieldProps>;
  sought?: FormApi['sought'];
  showYaml?: () => void;
  /** Kept up to date while somebody types; never replaced. */
  unreadable: Unreadable;
  /** Where the form's value is in the request; the form's root unless it is a part of it. */
  prefix?: Path;
  onChange: (value: T) => void;
  children: ReactNode;
}) {
  const { base, Foreign, sought, unreadable, showYaml } = props;
  const { rootId = 'root' } = props;
  const currentProps = useRef(props);
  currentProps.current = props;
  // Two fields may change before the form is drawn again.
  const value = useRef<T>(props.value);
  value.current = props.value;
  const api = useMemo<FormApi>(
    () => ({
      rootId,
      base,
      sought,
      Field,
      Foreign,
      showYaml,
      set(path, next) {
        value.current = withValueAt(value.current, path, next);
        currentProps.current.onChange(value.current);
      },
      report(path, problem) {
        const key = JSON.stringify(path);
        if (problem === undefined) unreadable.delete(key);
        else unreadable.set(key, { path, message: problem });
      },
    }),
    [rootId, base, sought, Foreign, showYaml, unreadable],
  );
  const { value: requestValue, schema, prefix = NOWHERE } = props;
  const request = useMemo(
    () => ({ value: requestValue, schema, prefix }),
    [requestValue, schema, prefix],
  );
  return (
    <FormApiProvider value={api}>
      <RequestValueProvider value={request}>
        {props.children}
      </RequestValueProvider>
    </FormApiProvider>
  );
}
