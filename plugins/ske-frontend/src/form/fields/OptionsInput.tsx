import { useMemo } from 'react';
import { Combobox } from '@backstage/ui';
import { asText, isObject } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../../api/useSkeApi';
import { messageOf } from '../../utils/messageOf';
import { useAsync } from '../../hooks/useAsync';
import { useT } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { allowsEmptyText, Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';
import { optionsOf } from '../fieldSchema';

/** A text with values to choose from, which the platform is asked for. */
export function OptionsInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, value } = props;
  const api = useSkeApi();
  const { promise, field } = sourceOf(schema) ?? { promise: '', field: '' };
  const { value: answer, error } = useAsync(
    () => api.options(promise, field),
    [api, promise, field],
  );
  const options = useMemo(
    () => (answer?.items ?? []).map(item => ({ value: item, label: item })),
    [answer],
  );
  const text = typeof value === 'string' ? value : '';
  return (
    <Frame field={props} emptyText={allowsEmptyText(schema)} placeholder>
      {({ validationBehavior: _, ...control }) => (
        <>
          <Combobox
            {...control}
            allowsCustomValue
            menuTrigger="focus"
            placeholder={
              asText(schema.default) ??
              t(answer || error ? 'field.choose' : 'field.loading')
            }
            options={options}
            search={{
              inputValue: text,
              onInputChange: next => set(path, next === '' ? undefined : next),
            }}
          />
          {error && (
            <span role="status" className={classes.quiet}>
              {t('field.optionsFailed', { reason: messageOf(error) })}
            </span>
          )}
          {answer?.items.length === 0 && (
            <span className={classes.quiet}>{t('field.noOptions')}</span>
          )}
          {answer?.more && (
            <span className={classes.quiet}>
              {t('field.moreOptions', { count: answer.items.length })}
            </span>
          )}
        </>
      )}
    </Frame>
  );
}

/** Whom to ask for the values of a field; undefined where nobody is to be asked. */
export function sourceOf(
  schema: FieldProps['schema'],
): { promise: string; field: string } | undefined {
  const { optionsFrom } = optionsOf(schema);
  if (!isObject(optionsFrom)) return undefined;
  const { promise, field } = optionsFrom;
  return typeof promise === 'string' && typeof field === 'string'
    ? { promise, field }
    : undefined;
}
