import type { ReactNode } from 'react';
import { Alert } from '@backstage/ui';
import { useStyles } from './styles';

/** Something to decide, with its answers below: beside the text they leave it no room. */
export function ConfirmAlert(props: {
  title: string;
  text?: string;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Alert
      role="alert"
      status="warning"
      icon
      title={props.title}
      description={
        <div className={classes.column}>
          {props.text}
          <div className={classes.inline}>{props.children}</div>
        </div>
      }
    />
  );
}
