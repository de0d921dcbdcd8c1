import type { ReactNode } from 'react';
import { useStyles } from './styles';

/** Text in which every character counts. */
export function Code(props: { label: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <pre
      className={classes.code}
      // A region that scrolls must be reachable by keyboard.
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      {props.children}
    </pre>
  );
}
