import { memo } from 'react';
import { FieldBoundary } from './FieldBoundary';
import { BooleanInput } from './fields/BooleanInput';
import { ChoiceInput } from './fields/ChoiceInput';
import { ListInput } from './fields/ListInput';
import { MapInput } from './fields/MapInput';
import { NumberInput } from './fields/NumberInput';
import { ObjectInput } from './fields/ObjectInput';
import { OptionsInput, sourceOf } from './fields/OptionsInput';
import { SecretInput } from './fields/SecretInput';
import { TextInput } from './fields/TextInput';
import { VariantsInput } from './fields/VariantsInput';
import { YamlInput } from './fields/YamlInput';
import { useFormApi, type FieldProps } from './FormApi';
import { fits, kindOf } from './fieldSchema';
import { lockOf } from './lock';

/** Draws a field as its schema wants it. Drawn anew only when it is different. */
export const Field = memo(function MemoizedField(props: FieldProps) {
  const { base } = useFormApi();
  const locked = props.locked ?? lockOf(props.schema, base, props.path);
  return (
    <FieldBoundary title={props.title}>
      <Inner {...props} locked={locked} />
    </FieldBoundary>
  );
});

function Inner(props: FieldProps) {
  const { Foreign } = useFormApi();
  const kind = kindOf(props.schema);
  // A value of another shape is shown as it is.
  if (!fits(kind, props.value) && kind !== 'secret') {
    return <YamlInput {...props} />;
  }
  switch (kind) {
    case 'hidden':
      return null;
    case 'text':
      return sourceOf(props.schema) ? (
        <OptionsInput {...props} />
      ) : (
        <TextInput {...props} />
      );
    case 'number':
    case 'numberOrText':
      return <NumberInput {...props} />;
    case 'boolean':
      return <BooleanInput {...props} />;
    case 'choice':
      return <ChoiceInput {...props} />;
    case 'list':
      return <ListInput {...props} />;
    case 'map':
      return <MapInput {...props} />;
    case 'object':
      return <ObjectInput {...props} />;
    case 'variants':
      return <VariantsInput {...props} />;
    case 'secret':
      return <SecretInput {...props} />;
    case 'foreign':
      return <Foreign {...props} />;
    default:
      return <YamlInput {...props} />;
  }
}
