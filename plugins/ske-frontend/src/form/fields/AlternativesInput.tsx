import { useEffect, useRef, useState } from 'react';
import { Radio, RadioGroup } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import type { Alternatives } from '../alternatives';
import { useFormApi } from '../FormApi';
import type { Path } from '../values';

const NONE = 'none';

/**
 * Chooses between groups of fields. What was typed into the others is put aside
 * and comes back with its group; it is not sent meanwhile.
 */
export function AlternativesInput(props: {
  alternatives: Alternatives;
  path: Path;
  value: JsonValue | undefined;
  locked: string | undefined;
  /** Told the fields that are not to be drawn now. */
  onHidden: (change: (names: ReadonlySet<string>) => Set<string>) => void;
}) {
  const t = useT();
  const { set } = useFormApi();
  const { alternatives, path, onHidden } = props;
  const { groups, optional } = alternatives;
  const object: JsonObject = isObject(props.value) ? props.value : {};
  const valuesAside = useRef(new Map<string, JsonValue | undefined>());
  const givenIndex = mostGiven(groups, object);
  const [chosenIndex, setChosenIndex] = useState(givenIndex);
  // What the values say counts: they may have changed in the YAML editor.
  const filledIndex =
    givenIndex >= 0 && !isEmptyGroup(groups[chosenIndex], object)
      ? chosenIndex
      : givenIndex;
  const currentIndex = filledIndex >= 0 ? filledIndex : chosenIndex;
  const allNames = groups.flatMap(({ names }) => names);
  const shownNames =
    currentIndex >= 0
      ? allNames.filter(
          name =>
            groups[currentIndex].names.includes(name) ||
            Object.hasOwn(object, name),
        )
      : allNames.filter(name => Object.hasOwn(object, name));
  const key = JSON.stringify(shownNames);
  useEffect(() => {
    onHidden(hiddenBefore => {
      const hidden = new Set(hiddenBefore);
      allNames.forEach(name => hidden.add(name));
      shownNames.forEach(name => hidden.delete(name));
      return hidden;
    });
    // The names are in the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, onHidden]);
  const nothing = optional ? NONE : null;
  const choose = (id: string) => {
    const nextIndex = id === NONE ? -1 : Number(id);
    setChosenIndex(nextIndex);
    const keptEntries = Object.entries(object).filter(([name]) => {
      const leaves =
        allNames.includes(name) && !groups[nextIndex]?.names.includes(name);
      if (leaves) valuesAside.current.set(name, object[name]);
      return !leaves;
    });
    const restoredEntries = (groups[nextIndex]?.names ?? []).flatMap(name =>
      valuesAside.current.has(name) && !Object.hasOwn(object, name)
        ? [[name, valuesAside.current.get(name)] as const]
        : [],
    );
    set(
      path,
      Object.fromEntries([...keptEntries, ...restoredEntries]) as JsonObject,
    );
  };
  return (
    <RadioGroup
      label={t(optional ? 'field.chooseAtMostOne' : 'field.chooseOne')}
      orientation={groups.length <= 3 ? 'horizontal' : 'vertical'}
      isDisabled={props.locked !== undefined}
      value={currentIndex >= 0 ? String(currentIndex) : nothing}
      onChange={choose}
    >
      {groups.map(({ title }, index) => (
        <Radio key={title} value={String(index)}>
          {title}
        </Radio>
      ))}
      {optional && <Radio value={NONE}>{t('field.noneOfThem')}</Radio>}
    </RadioGroup>
  );
}

/** The group that has most of its fields, and least of none; -1 where none has any. */
function mostGiven(groups: Alternatives['groups'], object: JsonObject): number {
  const counts = groups.map(
    ({ names }) => names.filter(name => Object.hasOwn(object, name)).length,
  );
  const largestCount = Math.max(...counts);
  return largestCount === 0 ? -1 : counts.indexOf(largestCount);
}

const isEmptyGroup = (
  group: Alternatives['groups'][number] | undefined,
  object: JsonObject,
) => !group?.names.some(name => Object.hasOwn(object, name));
