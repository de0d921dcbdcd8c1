import { useState, type ReactNode } from 'react';
import { Button, Link, Text } from '@backstage/ui';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { Diff } from '../../components/Diff';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { reviewWord } from './waiting';

/** Who asked for what and when, and how it ended. */
export function RequestHistory(props: {
  records: RequestRecord[];
  /** What can be done with one of them. */
  actionOf?: (record: RequestRecord) => ReactNode;
}) {
  const t = useT();
  const classes = useStyles();
  return (
    <section aria-label={t('requests.history')}>
      <Text as="h4" weight="bold">
        {t('requests.history')}
      </Text>
      {props.records.length === 0 ? (
        <Text color="secondary">{t('requests.none')}</Text>
      ) : (
        <ul className={classes.rows}>
          {props.records.map(record => (
            <li key={record.id} data-outcome={record.outcome ?? record.state}>
              <Entry record={record} action={props.actionOf?.(record)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry(props: { record: RequestRecord; action: ReactNode }) {
  const t = useT();
  const classes = useStyles();
  const [isShown, setIsShown] = useState(false);
  const { record } = props;
  const { manifest, before, pullRequest, message, secretsGiven = [] } = record;
  const label = t('requests.difference');
  return (
    <div className={classes.column}>
      <div className={classes.spread}>
        <span className={classes.inline}>
          <Text weight="bold">{t(`requests.action.${record.action}`)}</Text>
          <Text>{stateOf(record, t)}</Text>
          {record.requestedBy && (
            <Text color="secondary">
              {t('requests.by')} <OwnerLink owner={record.requestedBy} />
            </Text>
          )}
        </span>
        <span className={classes.inline}>
          {pullRequest && (
            <Link href={pullRequest.url} target="_blank">
              {t('requests.pullRequest')}
            </Link>
          )}
          <Text variant="body-small" color="secondary">
            <Age since={record.recordedAt} />
          </Text>
        </span>
      </div>
      {message && (
        <Text variant="body-small" color="secondary">
          {message}
        </Text>
      )}
      {secretsGiven.length > 0 && (
        <Text variant="body-small">
          {t('requests.secretsGiven', {
            fields: secretsGiven
              .map(path => path.replace(/^spec\./, ''))
              .join(', '),
          })}
        </Text>
      )}
      {(manifest || before) && (
        <div className={classes.inline}>
          <Button
            size="small"
            variant="tertiary"
            aria-expanded={isShown}
            onPress={() => setIsShown(!isShown)}
          >
            {label}
          </Button>
          {props.action}
        </div>
      )}
      {isShown && (
        <Diff label={label} before={before ?? ''} after={manifest ?? ''} />
      )}
    </div>
  );
}

function stateOf(record: RequestRecord, t: ReturnType<typeof useT>): string {
  if (record.outcome) return t(`requests.outcome.${record.outcome}`);
  if (record.pullRequest) {
    const action = t(`requests.action.${record.action}`);
    return t(`requests.review.${reviewWord(record.pullRequest)}`, { action });
  }
  return t(`requests.state.${record.state}`);
}
