import { Alert, Button } from '@backstage/ui';
import { useT } from '../translations/useT';
import { useStyles } from './styles';
import { CopyButton } from './CopyButton';
import { messageOf } from '../utils/messageOf';

/** What went wrong, what to do, and a way to try again. */
export function ErrorAlert(props: { error: Error; onRetry?: () => void }) {
  const t = useT();
  const classes = useStyles();
  const { error, onRetry } = props;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={problemText(t, error)}
      description={
        <details>
          <summary>{t('common.details')}</summary>
          <div className={classes.spread}>
            <code
              className={classes.mono}
            >{`${error.name}: ${error.message}`}</code>
            <CopyButton
              text={`${error.name}: ${error.message}`}
              label={t('common.details')}
            />
          </div>
        </details>
      }
      customActions={
        onRetry && (
          <Button size="small" variant="secondary" onPress={onRetry}>
            {t('common.retry')}
          </Button>
        )
      }
    />
  );
}

function problemText(t: ReturnType<typeof useT>, error: Error): string {
  const { statusCode: status } = error as { statusCode?: number };
  const message = messageOf(error);
  if (status === 401) return t('error.signIn');
  if (status === 403) return t('error.forbidden', { message });
  if (status === 404) return t('error.notFound', { message });
  if (status === undefined) return t('error.network');
  return t('error.other', { message });
}
