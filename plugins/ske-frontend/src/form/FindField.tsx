import { useDeferredValue, useMemo, useState } from 'react';
import { Button, Text, TextField } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useStyles } from '../components/styles';
import { useT } from '../translations/useT';
import { countGiven, fieldsIn } from './fieldIndex';
import type { Path } from './values';

/** A form with fewer fields is looked through faster than it is searched. */
const FEW = 15;
const MOST_SHOWN = 8;

/** Finds a field of a long form by its name, and says how many are filled in. */
export function FindField(props: {
  schema: JsonObject;
  value: JsonValue | undefined;
  onFind: (path: Path) => void;
}) {
  const t = useT();
  const classes = useStyles();
  const { schema, value, onFind } = props;
  const [text, setText] = useState('');
  const searchText = useDeferredValue(text.trim().toLowerCase());
  const fields = useMemo(() => fieldsIn(schema), [schema]);
  const deferredValue = useDeferredValue(value);
  const givenCount = useMemo(() => countGiven(deferredValue), [deferredValue]);
  const matchingFields = useMemo(
    () =>
      searchText === ''
        ? []
        : fields
            .filter(field => field.searchText.includes(searchText))
            .slice(0, MOST_SHOWN),
    [fields, searchText],
  );
  if (fields.length < FEW) return null;
  return (
    <div className={classes.column}>
      <TextField
        label={t('field.find')}
        secondaryLabel={t('field.given', { count: givenCount })}
        value={text}
        onChange={setText}
        onKeyDown={event => {
          // Not for the dialog around it.
          if (event.key === 'Escape' && text !== '') setText('');
          else event.continuePropagation();
        }}
      />
      {searchText !== '' && (
        <ul className={classes.plainList} aria-label={t('field.found')}>
          {matchingFields.map(field => (
            <li key={field.path.join('.')}>
              <Button
                size="small"
                variant="tertiary"
                onPress={() => {
                  setText('');
                  onFind(field.path);
                }}
              >
                {field.title}
              </Button>
            </li>
          ))}
          {matchingFields.length === 0 && (
            <li>
              <Text variant="body-small" color="secondary">
                {t('field.notFound')}
              </Text>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
