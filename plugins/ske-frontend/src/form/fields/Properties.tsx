import { memo, useMemo, useState } from 'react';
import { Button } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { useFormApi, type FieldProps } from '../FormApi';
import { isDrawn, type Property } from '../model';
import type { ProblemTree } from '../problemTree';
import { isWithin } from '../Toggle';
import type { Path } from '../values';

/** An object with more optional fields than this keeps them folded. */
const MANY = 10;

/** Fields of an object: what must be given, what is given, and the rest on request. */
export function Properties(props: {
  properties: Property[];
  path: Path;
  value: JsonValue | undefined;
  problems: ProblemTree | undefined;
  locked: string | undefined;
}) {
  const t = useT();
  const { sought } = useFormApi();
  const { path, value, problems } = props;
  const object = isObject(value) ? value : undefined;
  const [all, setAll] = useState(false);
  const properties = props.properties.filter(one => isDrawn(one.schema));
  const optional = properties.filter(one => !one.required);
  // Who has a field before them does not have it taken away when it is emptied.
  const [first] = useState(() => new Set(Object.keys(object ?? {})));
  const isShown = ({ name, required }: Property) =>
    required ||
    first.has(name) ||
    (object !== undefined && Object.hasOwn(object, name)) ||
    problems?.children.has(name) === true ||
    (sought !== undefined && isWithin(sought.path, [...path, name]));
  const folds = !all && optional.length > MANY;
  const shown = folds ? properties.filter(isShown) : properties;
  const rest = properties.length - shown.length;
  return (
    <>
      {shown.map(property => (
        <PropertyField
          key={property.name}
          property={property}
          objectPath={path}
          value={
            object && Object.hasOwn(object, property.name)
              ? object[property.name]
              : undefined
          }
          problems={problems?.children.get(property.name)}
          locked={props.locked}
        />
      ))}
      {rest > 0 && (
        <div>
          <Button size="small" variant="secondary" onPress={() => setAll(true)}>
            {t('field.showMore', { count: rest })}
          </Button>
        </div>
      )}
    </>
  );
}

const PropertyField = memo(function PropertyField(props: {
  property: Property;
  objectPath: Path;
  value: FieldProps['value'];
  problems: ProblemTree | undefined;
  locked: string | undefined;
}) {
  const { Field } = useFormApi();
  const { property, objectPath } = props;
  const { name, schema, title, required } = property;
  const path = useMemo(() => [...objectPath, name], [objectPath, name]);
  return (
    <Field
      schema={schema}
      path={path}
      title={title}
      value={props.value}
      required={required}
      problems={props.problems}
      locked={props.locked}
    />
  );
});
