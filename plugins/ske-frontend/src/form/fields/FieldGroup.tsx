import type { ReactNode } from 'react';
import { useFieldStyles } from '../fieldStyles';
import type { ControlProps } from '../Frame';

/** What stands for a control that is made of fields: a list or a map. */
export function FieldGroup(props: {
  control: ControlProps;
  children: ReactNode;
}) {
  const classes = useFieldStyles();
  const { control } = props;
  return (
    <div
      id={control.id}
      role="group"
      aria-labelledby={control['aria-labelledby']}
      aria-describedby={control['aria-describedby']}
      className={`${classes.fields} ${classes.group}`}
    >
      {props.children}
    </div>
  );
}
