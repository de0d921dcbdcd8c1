import { useMemo } from 'react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { FormApiProvider, useFormApi, type FieldProps } from '../FormApi';
import type { Path } from '../values';
import { YamlInput } from './YamlInput';

const FREE_FORM: JsonObject = {};

/** What an object may have besides the fields that its schema names. */
export function OtherFields(props: FieldProps) {
  const t = useT();
  const api = useFormApi();
  const { schema, path, value } = props;
  const named = isObject(schema.properties) ? schema.properties : FREE_FORM;
  const object = isObject(value) ? value : FREE_FORM;
  const known = Object.entries(object).filter(([key]) =>
    Object.hasOwn(named, key),
  );
  const others = useMemo(() => {
    const rest = Object.entries(object).filter(
      ([key]) => !Object.hasOwn(named, key),
    );
    return rest.length > 0
      ? (Object.fromEntries(rest) as JsonObject)
      : undefined;
  }, [object, named]);
  const placed = useMemo(() => [...path, ''], [path]);
  const within = {
    ...api,
    set(_: Path, next: JsonValue | undefined) {
      const added = isObject(next) ? Object.entries(next) : [];
      api.set(path, Object.fromEntries([...known, ...added]) as JsonObject);
    },
  };
  return (
    <FormApiProvider value={within}>
      <YamlInput
        schema={FREE_FORM}
        path={placed}
        title={t('field.otherFields')}
        value={others}
        required={false}
        problems={undefined}
        locked={props.locked}
      />
    </FormApiProvider>
  );
}
