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
  const aside = useRef(new Map<string, JsonValue | undefined>());
  const given = mostGiven(groups, object);
  const [chosen, setChosen] = useState(given);
  // What the values say counts: they may have changed in the YAML editor.
  const at =
    given >= 0 && !isEmptyGroup(groups[chosen], object) ? chosen : given;
  const current = at >= 0 ? at : chosen;
  const all = groups.flatMap(({ names }) => names);
  const shown =
    current >= 0
      ? all.filter(
          name =>
            groups[current].names.includes(name) || Object.hasOwn(object, name),
        )
      : all.filter(name => Object.hasOwn(object, name));
  const key = JSON.stringify(shown);
  useEffect(() => {
    onHidden(before => {
      const hidden = new Set(before);
      all.forEach(name => hidden.add(name));
      shown.forEach(name => hidden.delete(name));
      return hidden;
    });
    // The names are in the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, onHidden]);
  const nothing = optional ? NONE : null;
  const choose = (id: string) => {
    const next = id === NONE ? -1 : Number(id);
    setChosen(next);
    const kept = Object.entries(object).filter(([name]) => {
      const leaves = all.includes(name) && !groups[next]?.names.includes(name);
      if (leaves) aside.current.set(name, object[name]);
      return !leaves;
    });
    const back = (groups[next]?.names ?? []).flatMap(name =>
      aside.current.has(name) && !Object.hasOwn(object, name)
        ? [[name, aside.current.get(name)] as const]
        : [],
    );
    set(path, Object.fromEntries([...kept, ...back]) as JsonObject);
  };
  return (
    <RadioGroup
      label={t(optional ? 'field.chooseAtMostOne' : 'field.chooseOne')}
      orientation={groups.length <= 3 ? 'horizontal' : 'vertical'}
      isDisabled={props.locked !== undefined}
      value={current >= 0 ? String(current) : nothing}
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
  const most = Math.max(...counts);
  return most === 0 ? -1 : counts.indexOf(most);
}

const isEmptyGroup = (
  group: Alternatives['groups'][number] | undefined,
  object: JsonObject,
) => !group?.names.some(name => Object.hasOwn(object, name));
