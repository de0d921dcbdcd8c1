import { Suspense, useState, type ReactNode } from 'react';
import { Button } from '@backstage/ui';
import type { ObjectRef, RunView } from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';
import { lazyOr } from '../utils/lazyOr';
import { LoadingCode } from './LoadingCode';
import { sayNotLoaded } from './NotLoaded';
import { useStyles } from './styles';

/** Loaded when somebody looks at a log. */
const Log = lazyOr(
  async () => (await import('./Log')).Log,
  sayNotLoaded('log'),
);

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
