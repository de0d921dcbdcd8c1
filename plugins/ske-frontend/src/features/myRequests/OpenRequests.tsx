import { Link, Text } from '@backstage/ui';
import type { RequestRecord } from '@syntasso/plugin-ske-common';
import { Age } from '../../components/Age';
import { Card } from '../../components/Card';
import { useKratixHref } from '../../components/resourceCells';
import { useStyles } from '../../components/styles';
import { useT } from '../../translations/useT';
import { reviewWord } from '../requests/waiting';

/** What is on its way: who has to do something about it, and where. */
export function OpenRequests(props: { records: RequestRecord[] }) {
  const t = useT();
  const classes = useStyles();
  return (
    <Card title={t('myRequests.onTheirWay')}>
      <ul className={classes.rows} aria-label={t('myRequests.onTheirWay')}>
        {props.records.map(record => (
          <li key={record.id} data-state={record.state}>
            <OpenRequest record={record} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OpenRequest(props: { record: RequestRecord }) {
  const t = useT();
  const classes = useStyles();
  const { action, entityRef, pullRequest, recordedAt, ref } = props.record;
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
