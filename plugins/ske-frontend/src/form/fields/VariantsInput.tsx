import { useMemo, useRef, useState } from 'react';
import { Select } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';
import { branchesOf, emptyValue, fits, kindOf } from '../fieldSchema';

/** A value that has one of several shapes; each keeps what was typed into it. */
export function VariantsInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set, Field } = useFormApi();
  const { schema, path, title, value, required, problems, locked } = props;
  const variants = useMemo(() => variantsOf(schema), [schema]);
  const valuesAside = useRef(new Map<number, JsonValue | undefined>());
  const [chosenIndex, setChosenIndex] = useState<number>();
  const matchingIndex = variants.findIndex(candidate =>
    matches(candidate, value),
  );
  const currentIndex =
    chosenIndex !== undefined && matches(variants[chosenIndex], value)
      ? chosenIndex
      : matchingIndex;
  const variant = variants[currentIndex];
  const choose = (next: number) => {
    valuesAside.current.set(currentIndex, value);
    setChosenIndex(next);
    set(path, valuesAside.current.get(next) ?? emptyValue(variants[next]));
  };
  return (
    <div className={classes.fields}>
      <Frame
        field={
          variant && value !== undefined
            ? { ...props, problems: undefined }
            : props
        }
        clearable={!required}
      >
        {({ isRequired: _, ...control }) => (
          <Select
            {...control}
            placeholder={t('field.choose')}
            options={variants.map((option, index) => ({
              value: String(index),
              label: nameOf(option, index, t),
            }))}
            value={
              value === undefined && chosenIndex === undefined
                ? null
                : String(currentIndex)
            }
            onChange={key => {
              if (key !== null) choose(Number(key));
            }}
          />
        )}
      </Frame>
      {variant && (value !== undefined || chosenIndex !== undefined) && (
        <div className={classes.group}>
          <Field
            schema={variant}
            path={path}
            title={title}
            bare
            value={value}
            required
            problems={problems}
            locked={locked}
          />
        </div>
      )}
    </div>
  );
}

/** Each alternative together with what all of them have in common. */
function variantsOf(schema: JsonObject): JsonObject[] {
  const { oneOf: _, anyOf: __, ...common } = schema;
  return branchesOf(schema)
    .filter(branch => branch.type !== 'null')
    .map(branch => ({
      ...common,
      ...branch,
      ...(isObject(common.properties) || isObject(branch.properties)
        ? {
            properties: {
              ...(common.properties as JsonObject),
              ...(branch.properties as JsonObject),
            },
          }
        : {}),
    }));
}

function matches(
  variant: JsonObject | undefined,
  value: JsonValue | undefined,
): boolean {
  if (!variant) return false;
  if (value === undefined) return true;
  if (!fits(kindOf(variant), value)) return false;
  const { required, properties } = variant;
  if (!isObject(value)) return true;
  const variantProperties = isObject(properties) ? properties : {};
  return (
    (Array.isArray(required) ? required : []).every(name =>
      Object.hasOwn(value, String(name)),
    ) ||
    Object.keys(value).every(name => Object.hasOwn(variantProperties, name))
  );
}

function nameOf(
  variant: JsonObject,
  index: number,
  t: ReturnType<typeof useT>,
): string {
  const { title, required, type } = variant;
  if (typeof title === 'string' && title !== '') return title;
  if (Array.isArray(required) && required.length > 0) {
    return required.join(' + ');
  }
  if (typeof type === 'string') return type;
  return t('field.variant', { number: String(index + 1) });
}
