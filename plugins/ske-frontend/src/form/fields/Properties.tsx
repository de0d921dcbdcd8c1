import { memo, useMemo, useState, type ReactNode } from 'react';
import { Button, Text } from '@backstage/ui';
import type { JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { useFormApi, type FieldProps } from '../FormApi';
import { isDrawn, optionsOf, type Property } from '../fieldSchema';
import type { ProblemTree } from '../problemTree';
import { isConditional, useIsWanted } from '../showIf';
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
  const [showsAll, setShowsAll] = useState(false);
  const properties = props.properties.filter(property =>
    isDrawn(property.schema),
  );
  const hasMany =
    properties.filter(property => !property.required).length > MANY;
  // Who has a field before them does not have it taken away when it is emptied.
  const [firstNames] = useState(() => new Set(Object.keys(object ?? {})));
  const isShown = ({ name, required, schema }: Property) =>
    showsAll ||
    required ||
    !(hasMany || optionsOf(schema).advanced === true) ||
    firstNames.has(name) ||
    (object !== undefined && Object.hasOwn(object, name)) ||
    problems?.children.has(name) === true ||
    sought?.paths.some(to => isWithin(to, [...path, name])) === true;
  const shownProperties = properties.filter(isShown);
  const hiddenCount = properties.length - shownProperties.length;
  const draw = (property: Property) => (
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
  );
  return (
    <>
      {grouped(shownProperties).map(({ title, fields }) =>
        title === '' ? (
          fields.map(draw)
        ) : (
          <Group key={title} title={title}>
            {fields.map(draw)}
          </Group>
        ),
      )}
      {hiddenCount > 0 && (
        <div>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setShowsAll(true)}
          >
            {t('field.showMore', { count: hiddenCount })}
          </Button>
        </div>
      )}
    </>
  );
}

/** Fields that the platform team wants to stand together; the others first. */
function grouped(properties: Property[]) {
  const groups = new Map<string, Property[]>([['', []]]);
  for (const property of properties) {
    const { group } = optionsOf(property.schema);
    const title = typeof group === 'string' ? group : '';
    groups.set(title, [...(groups.get(title) ?? []), property]);
  }
  return [...groups].map(([title, fields]) => ({ title, fields }));
}

function Group(props: { title: string; children: ReactNode }) {
  const classes = useFieldStyles();
  return (
    <div role="group" aria-label={props.title} className={classes.fields}>
      <Text as="h4" weight="bold" color="secondary">
        {props.title}
      </Text>
      {props.children}
    </div>
  );
}

interface PropertyFieldProps {
  property: Property;
  objectPath: Path;
  value: FieldProps['value'];
  problems: ProblemTree | undefined;
  locked: string | undefined;
}

const PropertyField = memo(function MemoizedPropertyField(
  props: PropertyFieldProps,
) {
  const { Field } = useFormApi();
  const { property, objectPath } = props;
  const { name, schema, title, required } = property;
  const path = useMemo(() => [...objectPath, name], [objectPath, name]);
  const Drawn = isConditional(schema) && !required ? ConditionalField : Field;
  return (
    <Drawn
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

/** Shown while it is wanted, and as long as it has a value: nothing unseen is sent. */
function ConditionalField(props: FieldProps) {
  const { Field } = useFormApi();
  const isWanted = useIsWanted(props.schema, props.path);
  return isWanted || props.value !== undefined ? <Field {...props} /> : null;
}
