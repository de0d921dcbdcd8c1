import { Radio, RadioGroup, Select } from '@backstage/ui';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useT } from '../../translations/useT';
import { choiceLabel } from '../choiceLabel';
import { useFieldStyles } from '../fieldStyles';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';

/** As many can be seen at a glance. */
const FEW = 4;
/** More than these are searched. */
const MANY = 10;

/** One of some values. */
export function ChoiceInput(props: FieldProps) {
  const t = useT();
  const classes = useFieldStyles();
  const { set } = useFormApi();
  const { schema, path, value, required } = props;
  const values = Array.isArray(schema.enum) ? schema.enum : [];
  const options = values.map(choice => optionOf(schema, choice));
  const chosenId = value === undefined ? null : JSON.stringify(value);
  const choose = (id: string) => {
    const option = options.find(candidate => candidate.id === id);
    if (option) set(path, option.value);
  };
  // What is not among them can only come from the object itself.
  const foreign =
    chosenId !== null && !options.some(({ id }) => id === chosenId)
      ? [optionOf(schema, value ?? null)]
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
              allOptions.every(
                ({ label, written = '' }) => label.length + written.length < 20,
              )
                ? 'horizontal'
                : 'vertical'
            }
            value={chosenId}
            onChange={choose}
          >
            {allOptions.map(({ id, label, written }) => (
              <Radio key={id} value={id}>
                {label}
                {written && <span className={classes.quiet}> {written}</span>}
              </Radio>
            ))}
          </RadioGroup>
        ) : (
          <Select
            {...control}
            placeholder={t('field.choose')}
            options={allOptions.map(({ id, label, written }) => ({
              id,
              label,
              description: written,
            }))}
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

interface Option {
  id: string;
  label: string;
  /** The value as it is sent, where the label does not say it. */
  written?: string;
  value: JsonValue;
}

function optionOf(schema: JsonObject, value: JsonValue): Option {
  const id = JSON.stringify(value);
  const written = typeof value === 'string' && value !== '' ? value : id;
  const label = choiceLabel(schema, value);
  return label === undefined
    ? { id, label: written, value }
    : { id, label, written, value };
}
