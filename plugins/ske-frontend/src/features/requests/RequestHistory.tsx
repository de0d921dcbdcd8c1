import { useMemo, useState, type ReactNode } from 'react';
import { Button, Link, Text } from '@backstage/ui';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { LazyDiff } from '../../components/LazyDiff';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { formatMoment } from '../../utils/formatTime';
import { changedFields } from './changedFields';
import { CompareRequests } from './CompareRequests';
import { reviewWord } from './waiting';

/** More fields than these are counted only; the difference has them all. */
const FIELDS_NAMED = 5;

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
      <CompareRequests records={props.records} />
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
  const changes = useMemo(
    () => changedFields({ before, manifest }),
    [before, manifest],
  );
  return (
    <div className={classes.column}>
      <div className={classes.spread}>
        <span className={classes.inline}>
          <Text weight="bold">{t(`requests.action.${record.action}`)}</Text>
          <Text>{stateOf(record, t)}</Text>
          <Text>
            {record.requestedBy ? (
              <>
                {t('requests.by')} <OwnerLink owner={record.requestedBy} />
              </>
            ) : (
              t('requests.byNobody')
            )}
          </Text>
        </span>
        <span className={classes.inline}>
          {pullRequest && (
            <Link href={pullRequest.url} target="_blank">
              {t('requests.pullRequest')}
            </Link>
          )}
          <Text variant="body-small">
            {formatMoment(record.recordedAt, t)} ·{' '}
            <Age since={record.recordedAt} />
          </Text>
        </span>
      </div>
      {message && (
        <Text variant="body-small" color="secondary">
          {message}
        </Text>
      )}
      {changes && (
        <Text variant="body-small">
          {changes.length === 0
            ? t('requests.noChange')
            : t('requests.changed', { fields: listed(changes) })}
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
        <LazyDiff label={label} before={before ?? ''} after={manifest ?? ''} />
      )}
    </div>
  );
}

const listed = (fields: string[]): string => {
  const rest = fields.length - FIELDS_NAMED;
  const named = fields.slice(0, FIELDS_NAMED).join(', ');
  return rest > 0 ? `${named} +${rest}` : named;
};

function stateOf(record: RequestRecord, t: ReturnType<typeof useT>): string {
  if (record.outcome) return t(`requests.outcome.${record.outcome}`);
  if (record.pullRequest) {
    const action = t(`requests.action.${record.action}`);
    return t(`requests.review.${reviewWord(record.pullRequest)}`, { action });
  }
  return t(`requests.state.${record.state}`);
}
