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
  const looked = useDeferredValue(text.trim().toLowerCase());
  const fields = useMemo(() => fieldsIn(schema), [schema]);
  const settled = useDeferredValue(value);
  const given = useMemo(() => countGiven(settled), [settled]);
  const found = useMemo(
    () =>
      looked === ''
        ? []
        : fields
            .filter(one => one.searchText.includes(looked))
            .slice(0, MOST_SHOWN),
    [fields, looked],
  );
  if (fields.length < FEW) return null;
  return (
    <div className={classes.column}>
      <TextField
        label={t('field.find')}
        secondaryLabel={t('field.given', { count: given })}
        value={text}
        onChange={setText}
        onKeyDown={event => {
          // Not for the dialog around it.
          if (event.key === 'Escape' && text !== '') setText('');
          else event.continuePropagation();
        }}
      />
      {looked !== '' && (
        <ul className={classes.plainList} aria-label={t('field.found')}>
          {found.map(one => (
            <li key={one.path.join('.')}>
              <Button
                size="small"
                variant="tertiary"
                onPress={() => {
                  setText('');
                  onFind(one.path);
                }}
              >
                {one.title}
              </Button>
            </li>
          ))}
          {found.length === 0 && (
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
