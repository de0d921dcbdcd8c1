import { useMemo } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Combobox } from '@backstage/ui';
import { asText, at, isObject } from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { useFieldStyles } from '../../../form/fieldStyles';
import { useFormApi, type FieldProps } from '../../../form/FormApi';
import { Frame } from '../../../form/Frame';
import { optionsOf } from '../../../form/fieldSchema';
import { messageOf } from '../../../utils/messageOf';
import { useAsync } from '../../../hooks/useAsync';
import { useT } from '../../../translations/useT';

/** More are not loaded at once. */
const MOST = 500;

/**
 * Whether a field is a picker of Backstage that takes only what is in the
 * catalog. In the dialog it is drawn by {@link EntityInput}: the list of
 * Backstage's own picker stays open there after something was chosen (1.57).
 */
export const isEntityField = (schema: JsonObject): boolean =>
  ['EntityPicker', 'OwnerPicker'].includes(String(schema['ui:field'])) &&
  optionsOf(schema).allowArbitraryValues === false;

/** An entity of the catalog, by its reference. */
export function EntityInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const catalog = useApi(catalogApiRef);
  const { schema, path, value } = props;
  const filter = JSON.stringify(filterOf(schema));
  const { value: entities, error } = useAsync(async () => {
    const { items } = await catalog.getEntities({
      filter: JSON.parse(filter),
      fields: ['kind', 'metadata', 'spec.profile.displayName'],
      limit: MOST,
    });
    return items;
  }, [catalog, filter]);
  const options = useMemo(() => {
    const entityOptions = (entities ?? []).map(entity => ({
      value: stringifyEntityRef(entity),
      label: titleOf(entity),
    }));
    // What is not among them can only come from the object itself.
    const isForeign =
      typeof value === 'string' &&
      !entityOptions.some(option => option.value === value);
    return isForeign
      ? [...entityOptions, { value, label: value }]
      : entityOptions;
  }, [entities, value]);
  return (
    <Frame field={props} clearable={!props.required && value !== undefined}>
      {({ validationBehavior: _, ...control }) => (
        <>
          <Combobox
            {...control}
            menuTrigger="focus"
            placeholder={t(
              entities || error ? 'field.choose' : 'field.loading',
            )}
            options={options}
            search
            value={typeof value === 'string' ? value : null}
            onChange={key => {
              if (key !== null) set(path, String(key));
            }}
          />
          {error && (
            <span role="status" className={classes.quiet}>
              {t('field.optionsFailed', { reason: messageOf(error) })}
            </span>
          )}
        </>
      )}
    </Frame>
  );
}

/** As the pickers of Backstage read it. */
function filterOf(schema: JsonObject): Record<string, string | string[]> {
  const { catalogFilter } = optionsOf(schema);
  if (isObject(catalogFilter)) {
    return catalogFilter as Record<string, string | string[]>;
  }
  return schema['ui:field'] === 'OwnerPicker'
    ? { kind: ['Group', 'User'] }
    : {};
}

const titleOf = (entity: Entity) =>
  entity.metadata.title ??
  asText(at(entity, 'spec', 'profile', 'displayName')) ??
  entity.metadata.name;
