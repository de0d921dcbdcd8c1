import { Link, Text } from '@backstage/ui';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { OwnerLink } from '../../components/OwnerLink';
import { useStyles } from '../../components/styles';
import { useKratixHref } from '../../hooks/useKratixHref';
import { useT } from '../../translations/useT';
import { reviewWord } from './waiting';

/**
 * Requests that are on their way: who has to do something about each, and where.
 *
 * @param props.withRequester - says who has made each of them
 */
export function OpenRequestList(props: {
  label: string;
  records: RequestRecord[];
  withRequester?: boolean;
}) {
  const classes = useStyles();
  const { label, records, withRequester = false } = props;
  return (
    <ul className={classes.rows} aria-label={label}>
      {records.map(record => (
        <li key={record.id} data-state={record.state}>
          <OpenRequest record={record} withRequester={withRequester} />
        </li>
      ))}
    </ul>
  );
}

function OpenRequest(props: { record: RequestRecord; withRequester: boolean }) {
  const t = useT();
  const classes = useStyles();
  const { record, withRequester } = props;
  const { action, entityRef, pullRequest, recordedAt, ref, requestedBy } =
    record;
  const href = useKratixHref(entityRef);
  const actionWord = t(`requests.action.${action}`);
  return (
    <div className={classes.spread}>
      <span className={classes.inline}>
        <Text weight="bold">
          {href ? <Link href={href}>{ref.name}</Link> : ref.name}
        </Text>
        <Text color="secondary">
          {ref.kind} · {ref.namespace}
        </Text>
        <Text>
          {pullRequest
            ? t(`requests.review.${reviewWord(pullRequest)}`, {
                action: actionWord,
              })
            : t('requests.submitted', { action: actionWord })}
        </Text>
        {withRequester && requestedBy && (
          <Text variant="body-small" color="secondary">
            {t('promise.requestedBy')} <OwnerLink owner={requestedBy} />
          </Text>
        )}
      </span>
      <span className={classes.inline}>
        {pullRequest && (
          <Link href={pullRequest.url} target="_blank">
            {t('requests.openPullRequest')}
          </Link>
        )}
        <Text variant="body-small" color="secondary">
          <Age since={recordedAt} />
        </Text>
      </span>
    </div>
  );
}
