import type { MutableRefObject, ReactNode } from 'react';
import { Button, ButtonIcon } from '@backstage/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
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

/** Adds an item or an entry. */
export function AddButton(props: {
  text: string;
  /** The same, with what it is added to. */
  label: string;
  isDisabled?: boolean;
  /** What is said beside it. */
  remark?: string;
  onAdd: () => void;
}) {
  const classes = useFieldStyles();
  return (
    <div className={classes.row}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiAddLine />}
        isDisabled={props.isDisabled}
        aria-label={props.label}
        onPress={props.onAdd}
      >
        {props.text}
      </Button>
      {props.remark && <span className={classes.quiet}>{props.remark}</span>}
    </div>
  );
}

/**
 * Removes an item or an entry.
 *
 * @param clicks - of the list: the button that gets the second click of a double
 * click is another one, which has just moved up
 */
export function RemoveButton(props: {
  label: string;
  clicks: MutableRefObject<number>;
  onRemove: () => void;
}) {
  const { label, clicks, onRemove } = props;
  const setClicks = (count: number) => {
    clicks.current = count;
  };
  return (
    <span
      onMouseDownCapture={event => setClicks(event.detail)}
      onKeyDownCapture={() => setClicks(0)}
    >
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={label}
        icon={<RiDeleteBinLine />}
        onPress={() => {
          if (clicks.current <= 1) onRemove();
          setClicks(0);
        }}
      />
    </span>
  );
}
