import { useMemo, useRef, useState, type MutableRefObject } from 'react';
import { TextField } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { allowsEmptyText, Frame } from '../Frame';
import {
  FormApiProvider,
  useFormApi,
  useReported,
  type FieldProps,
} from '../FormApi';
import { emptyValue, hasSeveralFields, kindOf } from '../fieldSchema';
import type { ProblemTree } from '../problemTree';
import type { Path } from '../values';
import { AddButton, FieldGroup, RemoveButton } from './FieldGroup';

/** An entry as it is shown; its key may not be one yet. */
interface Entry {
  id: number;
  key: string;
  value: JsonValue | undefined;
}

/** Values under names that whoever fills in the form chooses. */
export function MapInput(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { schema, path, title, value, locked, problems, required } = props;
  const entrySchema = schema.additionalProperties as JsonObject;
  const valueSchema = useMemo(
    () =>
      entrySchema['ui:placeholder'] === undefined &&
      entrySchema.default === undefined
        ? { ...entrySchema, 'ui:placeholder': t('field.value') }
        : entrySchema,
    [entrySchema, t],
  );
  const nextId = useRef(0);
  const entriesOf = (from: JsonValue | undefined): Entry[] =>
    Object.entries(isObject(from) ? from : {}).map(([key, item]) => {
      nextId.current += 1;
      return { id: nextId.current, key, value: item };
    });
  const [shownMap, setShownMap] = useState(() => ({
    entries: entriesOf(value),
    value,
  }));
  // Values change through their own fields, or the whole map from elsewhere.
  const entries = useMemo(() => {
    if (shownMap.value === value) return shownMap.entries;
    const values = isObject(value) ? value : {};
    const isOwnKey = isNamed(shownMap.entries);
    const keys = shownMap.entries.filter(isOwnKey).map(e => e.key);
    const hasSameKeys =
      keys.length === Object.keys(values).length &&
      keys.every(key => Object.hasOwn(values, key));
    return hasSameKeys
      ? shownMap.entries.map(entry =>
          // One whose key is another's for a moment keeps its value.
          isOwnKey(entry) ? { ...entry, value: values[entry.key] } : entry,
        )
      : entriesOf(value);
    // A function of the component, which only counts on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shownMap, value]);

  const clicks = useRef(0);
  const isOwn = isNamed(entries);
  useReported(path, entries.every(isOwn) ? undefined : t('field.keyProblem'));
  const change = (newEntries: Entry[]) => {
    const namedEntries = newEntries.filter(isNamed(newEntries));
    const result: JsonValue | undefined =
      newEntries.length === 0 && !required
        ? undefined
        : (Object.fromEntries(
            namedEntries.map(entry => [entry.key, entry.value]),
          ) as JsonObject);
    setShownMap({ entries: newEntries, value: result });
    set(path, result);
  };
  const add = () => {
    nextId.current += 1;
    change([
      ...entries,
      {
        id: nextId.current,
        key: '',
        value: startOf(valueSchema),
      },
    ]);
  };
  return (
    <Frame field={props} holdsFields>
      {control => (
        <FieldGroup control={control}>
          {entries.map((entry, index) => (
            <EntryRow
              key={entry.id}
              mapPath={path}
              title={title}
              entry={entry}
              schema={valueSchema}
              problem={isOwn(entry) ? undefined : keyProblem(entry, t)}
              problems={problems?.children.get(entry.key)}
              locked={locked}
              onKey={key =>
                change(
                  entries.map((one, at) =>
                    at === index ? { ...one, key } : one,
                  ),
                )
              }
              onEmptied={() =>
                change(
                  entries.map((one, at) =>
                    at === index
                      ? {
                          ...one,
                          value: startOf(valueSchema),
                        }
                      : one,
                  ),
                )
              }
              clicks={clicks}
              onRemove={() => change(entries.filter((_, at) => at !== index))}
            />
          ))}
          {!locked && (
            <AddButton
              text={t('field.addEntry')}
              label={t('field.addEntryTo', { title })}
              onAdd={add}
            />
          )}
        </FieldGroup>
      )}
    </Frame>
  );
}

function EntryRow(props: {
  mapPath: FieldProps['path'];
  title: string;
  entry: Entry;
  schema: JsonObject;
  problem: string | undefined;
  problems: ProblemTree | undefined;
  locked: string | undefined;
  onKey: (key: string) => void;
  onEmptied: () => void;
  /** See {@link RemoveButton}. */
  clicks: MutableRefObject<number>;
  onRemove: () => void;
}) {
  const t = useT();
  const classes = useFieldStyles();
  const api = useFormApi();
  const { Field } = api;
  const { entry, mapPath, title, problem } = props;
  // Not before somebody could have typed a key.
  const [wasLeft, setWasLeft] = useState(entry.key !== '');
  const path = useMemo(() => [...mapPath, entry.key], [mapPath, entry.key]);
  const name = t('field.entryValue', { title, key: entry.key });
  const groups = hasSeveralFields(props.schema);
  // A value that is emptied does not take its key with it.
  const emptied = useRef(props.onEmptied);
  emptied.current = props.onEmptied;
  const entryApi = useMemo(
    () => ({
      ...api,
      set: (at: Path, value: JsonValue | undefined) =>
        at === path && value === undefined
          ? emptied.current()
          : api.set(at, value),
    }),
    [api, path],
  );
  return (
    <div
      // A list or a map in a map is a group itself.
      {...(groups ? { role: 'group', 'aria-label': name } : {})}
      className={classes.item}
    >
      <div className={classes.fields}>
        <div className={classes.frame}>
          <TextField
            aria-label={t('field.keyOf', { title })}
            placeholder={t('field.key')}
            value={entry.key}
            onChange={props.onKey}
            onBlur={() => setWasLeft(true)}
            isDisabled={props.locked !== undefined}
            isInvalid={problem !== undefined && wasLeft}
            autoFocus={entry.key === ''}
          />
          {problem && (
            <span className={wasLeft ? classes.error : classes.quiet}>
              {problem}
            </span>
          )}
        </div>
        {/* A value needs its name to be kept under. */}
        {problem === undefined && (
          <FormApiProvider value={entryApi}>
            <Field
              // A control keeps the id that it was first drawn with.
              key={entry.key}
              schema={props.schema}
              path={path}
              title={name}
              bare
              value={entry.value}
              required
              problems={props.problems}
              locked={props.locked}
            />
          </FormApiProvider>
        )}
      </div>
      {!props.locked && (
        <RemoveButton
          label={t('field.removeEntry', { title, key: entry.key })}
          clicks={props.clicks}
          onRemove={props.onRemove}
        />
      )}
    </div>
  );
}

/** A new entry's value: a text may be empty, a number has to be given. */
const startOf = (schema: JsonObject) =>
  kindOf(schema) === 'text' && allowsEmptyText(schema)
    ? ''
    : emptyValue(schema);

/** Whether an entry has a name of its own. */
function isNamed(entries: Entry[]): (entry: Entry) => boolean {
  const firstByKey = new Map<string, Entry>();
  for (const entry of entries) {
    if (!firstByKey.has(entry.key)) firstByKey.set(entry.key, entry);
  }
  return entry => entry.key !== '' && firstByKey.get(entry.key) === entry;
}

const keyProblem = (entry: Entry, t: ReturnType<typeof useT>): string =>
  t(entry.key === '' ? 'field.keyMissing' : 'field.keyTwice');
