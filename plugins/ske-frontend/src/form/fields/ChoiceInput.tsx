import { Radio, RadioGroup, Select } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useT } from '../../translations/useT';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';

/** As many can be seen at a glance. */
const FEW = 4;
/** More than these are searched. */
const MANY = 10;

/** One of some values. */
export function ChoiceInput(props: FieldProps) {
  const t = useT();
  const { set } = useFormApi();
  const { schema, path, value, required } = props;
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  const names = schema['ui:enumNames'] ?? schema.enumNames;
  const options = values.map((choice, index) => ({
    id: JSON.stringify(choice),
    label: nameOf(choice, Array.isArray(names) ? names[index] : undefined),
    value: choice,
  }));
  const chosenId = value === undefined ? null : JSON.stringify(value);
  const choose = (id: string) => {
    const option = options.find(candidate => candidate.id === id);
    if (option) set(path, option.value);
  };
  // What is not among them can only come from the object itself.
  const foreign =
    chosenId !== null && !options.some(({ id }) => id === chosenId)
      ? [{ id: chosenId, label: nameOf(value), value: value ?? null }]
      : [];
  const allOptions = [...options, ...foreign];
  return (
    <Frame
      // null is one of the choices here.
      field={value === null ? { ...props, value: undefined } : props}
      clearable={!required && chosenId !== null}
    >
      {({ isRequired: _, ...control }) =>
        asRadio(schema, allOptions.length) ? (
          <RadioGroup
            {...control}
            orientation={
              allOptions.every(({ label }) => label.length < 20)
                ? 'horizontal'
                : 'vertical'
            }
            value={chosenId}
            onChange={choose}
          >
            {allOptions.map(({ id, label }) => (
              <Radio key={id} value={id}>
                {label}
              </Radio>
            ))}
          </RadioGroup>
        ) : (
          <Select
            {...control}
            placeholder={t('field.choose')}
            options={allOptions.map(({ id, label }) => ({ value: id, label }))}
            search={allOptions.length > MANY ? true : undefined}
            value={chosenId}
            onChange={key => {
              if (key !== null) choose(String(key));
            }}
          />
        )
      }
    </Frame>
  );
}

/** As the platform team says; else by how many can be seen at a glance. */
function asRadio(schema: JsonObject, count: number): boolean {
  const widget = schema['ui:widget'];
  if (widget === 'radio') return true;
  return widget !== 'select' && count <= FEW;
}

function nameOf(value: JsonValue | undefined, name?: JsonValue): string {
  if (typeof name === 'string' && name !== '') return name;
  if (value === '') return '""';
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
