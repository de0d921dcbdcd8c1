import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MutableRefObject,
} from 'react';
import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useT } from '../../translations/useT';
import { useFieldStyles } from '../fieldStyles';
import { Frame } from '../Frame';
import { FormApiProvider, useFormApi, type FieldProps } from '../FormApi';
import { baseOfItem } from '../lock';
import {
  emptyValue,
  hasSeveralFields,
  isNested,
  itemIdentity,
} from '../fieldSchema';
import type { ProblemTree } from '../problemTree';
import { summaryOf } from '../summary';
import { Toggle, useOpen } from '../Toggle';
import { AddButton, FieldGroup, RemoveButton } from './FieldGroup';

/** A list: items are added, removed and put into another order. */
export function ListInput(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { schema, path, title, value, locked, problems, required } = props;
  const items = useMemo(() => (Array.isArray(value) ? value : []), [value]);
  const itemSchema = schema.items as JsonObject;
  const ids = useItemIds(items.length);
  const [addedId, setAddedId] = useState<number>();
  const currentItems = useRef(items);
  currentItems.current = items;
  const add = () => {
    setAddedId(ids.upcoming());
    set(path, [...items, emptyValue(itemSchema)] as JsonValue);
  };
  const clicks = useRef(0);
  // The same functions each time: other items are not drawn anew.
  const remove = useCallback(
    (index: number) => {
      ids.remove(index);
      const rest = currentItems.current.filter((_, at) => at !== index);
      // The last one takes the list with it: an empty one was not asked for.
      set(path, rest.length === 0 && !required ? undefined : rest);
    },
    [ids, path, required, set],
  );
  const move = useCallback(
    (index: number, to: number) => {
      ids.swap(index, to);
      const moved = [...currentItems.current];
      [moved[index], moved[to]] = [moved[to], moved[index]];
      set(path, moved);
    },
    [ids, path, set],
  );
  const isFull = items.length >= Number(schema.maxItems ?? Infinity);
  return (
    <Frame field={props} holdsFields>
      {control => (
        <FieldGroup control={control}>
          {items.map((item, index) => (
            <Item
              key={ids.at(index)}
              listPath={path}
              listTitle={title}
              index={index}
              count={items.length}
              listSchema={schema}
              value={item}
              problems={problems?.children.get(String(index))}
              locked={locked}
              isNew={ids.at(index) === addedId}
              clicks={clicks}
              onRemove={remove}
              onMove={move}
            />
          ))}
          {!locked && (
            <AddButton
              text={t('field.addItem')}
              label={t('field.addItemTo', { title })}
              isDisabled={isFull}
              remark={value === undefined ? t('field.none') : undefined}
              onAdd={add}
            />
          )}
        </FieldGroup>
      )}
    </Frame>
  );
}

const Item = memo(function MemoizedItem(props: {
  listPath: FieldProps['path'];
  listTitle: string;
  index: number;
  count: number;
  listSchema: JsonObject;
  value: JsonValue | undefined;
  problems: ProblemTree | undefined;
  locked: string | undefined;
  isNew: boolean;
  /** See {@link RemoveButton}. */
  clicks: MutableRefObject<number>;
  onRemove: (index: number) => void;
  onMove: (index: number, to: number) => void;
}) {
  const t = useT();
  const classes = useFieldStyles();
  const api = useFormApi();
  const { Field } = api;
  const { index, listSchema, value, listPath, problems, isNew } = props;
  const schema = listSchema.items as JsonObject;
  const path = useMemo(() => [...listPath, String(index)], [listPath, index]);
  const nested = isNested(schema);
  const groups = hasSeveralFields(schema);
  const [open, setOpen] = useOpen(path, isNew || !nested, problems);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isNew) return;
    place.current
      ?.querySelector<HTMLElement>('input, textarea, select')
      ?.focus();
    // Once, when it has been added.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const title = t('field.item', {
    title: props.listTitle,
    number: String(index + 1),
  });
  const summary = summaryOf(value, listSchema['x-kubernetes-list-map-keys']);
  const button = (
    label: string,
    icon: JSX.Element,
    isDisabled: boolean,
    onPress: () => void,
  ) => (
    <ButtonIcon
      size="small"
      variant="tertiary"
      aria-label={`${label}: ${title}`}
      icon={icon}
      isDisabled={isDisabled}
      onPress={onPress}
    />
  );
  const identity = itemIdentity(listSchema, value);
  const base = useMemo(
    () => baseOfItem(listSchema, api.base, path, identity),
    [listSchema, api.base, path, identity],
  );
  const itemApi = useMemo(() => ({ ...api, base }), [api, base]);
  const field = open && (
    <FormApiProvider value={itemApi}>
      <Field
        schema={schema}
        path={path}
        title={title}
        bare
        value={value}
        required
        problems={problems}
        locked={props.locked}
      />
    </FormApiProvider>
  );
  const isLast = index === props.count - 1;
  const buttons = !props.locked && (
    <div className={classes.buttons}>
      {props.count > 1 && (
        <>
          {button(t('field.up'), <RiArrowUpLine />, index === 0, () =>
            props.onMove(index, index - 1),
          )}
          {button(t('field.down'), <RiArrowDownLine />, isLast, () =>
            props.onMove(index, index + 1),
          )}
        </>
      )}
      <RemoveButton
        label={`${t('field.remove')}: ${title}`}
        clicks={props.clicks}
        onRemove={() => props.onRemove(index)}
      />
    </div>
  );
  if (!nested) {
    return (
      <div ref={place} className={classes.item}>
        {field}
        {buttons}
      </div>
    );
  }
  return (
    <div
      ref={place}
      // A list or a map in a list is a group itself.
      {...(groups ? { role: 'group', 'aria-label': title } : {})}
      className={classes.frame}
    >
      <div className={classes.heading}>
        <Toggle open={open} onToggle={setOpen}>
          {summary ? `${index + 1} · ${summary}` : title}
        </Toggle>
        {buttons}
      </div>
      {field}
    </div>
  );
});

/** What tells items apart while they move: their numbers do not. */
function useItemIds(length: number) {
  const ids = useRef<number[]>([]);
  const nextId = useRef(0);
  for (; ids.current.length < length; nextId.current += 1) {
    ids.current.push(nextId.current);
  }
  ids.current.length = length;
  return useMemo(
    () => ({
      at: (index: number) => ids.current[index],
      upcoming: () => nextId.current,
      remove: (index: number) => ids.current.splice(index, 1),
      swap(a: number, b: number) {
        const { current } = ids;
        [current[a], current[b]] = [current[b], current[a]];
      },
    }),
    [],
  );
}
