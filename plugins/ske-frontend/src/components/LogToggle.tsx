import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Button } from '@backstage/ui';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { LoadingCode } from './LoadingCode';
import { useStyles } from './styles';

/** Loaded when somebody looks at a log. */
const Log = lazy(async () => {
  const log = await import('./Log');
  return { default: log.Log };
});

/** A line with a button that opens the log below it. */
export function LogToggle(props: {
  run: RunView | undefined;
  objectRef: ObjectRef;
  title: ReactNode;
  when?: ReactNode;
  initiallyOpen?: boolean;
  pipeline?: string;
}) {
  const t = useT();
  const classes = useStyles();
  const [open, setOpen] = useState(props.initiallyOpen ?? false);
  const pipeline = props.pipeline ?? props.run?.pipeline ?? '';
  return (
    <>
      <div className={classes.logRow}>
        {props.title}
        <span>{props.when}</span>
        {props.run?.pod ? (
          <Button
            size="small"
            variant="tertiary"
            aria-expanded={open}
            aria-label={t(open ? 'resource.hideLog' : 'resource.showLog', {
              pipeline,
            })}
            onPress={() => setOpen(!open)}
          >
            {t('resource.log')}
          </Button>
        ) : (
          <span />
        )}
      </div>
      {open && props.run && (
        <Suspense fallback={<LoadingCode />}>
          <Log run={props.run} objectRef={props.objectRef} />
        </Suspense>
      )}
    </>
  );
}
