import { Alert, Button } from '@backstage/ui';
import { useT } from '../translations/useT';
import type { NotLoadedReason } from '../utils/lazyOr';
import { CopyButton } from './CopyButton';
import { useStyles } from './styles';
import { useLostFocus } from './useLostFocus';

/** Parts of a page that are loaded when they are first shown. */
export type LaterPart = 'log' | 'difference' | 'requestForm' | 'editor';

/**
 * Stands in for a part of a page whose code cannot be had: says which, and loads it again.
 * After a new deployment only the whole page has the code, so it can be reloaded here,
 * unless that would lose what somebody has typed.
 */
export function NotLoaded(props: {
  part: LaterPart;
  reason: NotLoadedReason;
  holdsInput?: boolean;
}) {
  const t = useT();
  const classes = useStyles();
  const { part, reason, holdsInput = false } = props;
  const { error, loadAgain, isAgain } = reason;
  const retry = useLostFocus<HTMLButtonElement>(isAgain);
  const detail = `${error.name}: ${error.message}`;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t(`notLoaded.${part}`)}
      description={
        <div className={classes.narrowColumn}>
          <span>
            {t(holdsInput ? 'notLoaded.keepTyping' : 'notLoaded.why')}
          </span>
          <details>
            <summary>{t('common.details')}</summary>
            <div className={classes.spread}>
              <code className={classes.mono}>{detail}</code>
              <CopyButton text={detail} label={t('common.details')} />
            </div>
          </details>
          <div className={classes.inline}>
            <Button
              ref={retry}
              size="small"
              variant="secondary"
              onPress={loadAgain}
            >
              {t('common.retry')}
            </Button>
            {!holdsInput && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => window.location.reload()}
              >
                {t('notLoaded.reload')}
              </Button>
            )}
          </div>
        </div>
      }
    />
  );
}

/** What stands in for a part of a page, for `lazyOr`. */
export const sayNotLoaded = (part: LaterPart) => (reason: NotLoadedReason) =>
  function PartNotLoaded() {
    return <NotLoaded part={part} reason={reason} />;
  };
