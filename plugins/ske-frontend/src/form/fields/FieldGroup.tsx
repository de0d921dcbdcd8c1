import { useMemo, useRef, type MouseEvent, type ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
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
 * Tells the second click of a double click, which is on what has just moved up to
 * the place of what the first one has removed.
 */
export function useSingleRemoval() {
  const clicks = useRef(0);
  return useMemo(
    () => ({
      /** For what is around each of the buttons. */
      onMouseDownCapture(event: MouseEvent) {
        clicks.current = event.detail;
      },
      /** Whether a press is to remove something. */
      isSingle() {
        const single = clicks.current <= 1;
        clicks.current = 0;
        return single;
      },
    }),
    [],
  );
}
