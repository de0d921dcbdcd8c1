import { Checkbox } from '@backstage/ui';
import { Frame } from '../Frame';
import { useFormApi, type FieldProps } from '../FormApi';

/** Yes or no. Until somebody decides it shows what the server would take. */
export function BooleanInput(props: FieldProps) {
  const { set } = useFormApi();
  const { schema, path, title, value, required } = props;
  return (
    <Frame field={props} clearable={!required} labelled>
      {({ 'aria-labelledby': label, isRequired: _, ...control }) => (
        <Checkbox
          {...control}
          isSelected={
            typeof value === 'boolean' ? value : schema.default === true
          }
          onChange={next => set(path, next)}
        >
          <span id={label}>{title}</span>
        </Checkbox>
      )}
    </Frame>
  );
}
