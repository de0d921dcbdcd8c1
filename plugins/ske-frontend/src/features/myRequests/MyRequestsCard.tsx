import { Link, Text } from '@backstage/ui';
import {
  firstResources,
  type ResourcesQuery,
} from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { LiveFrame } from '../../components/LiveFrame';
import { useStaleSince } from '../../components/LiveHealthBadge';
import { LostUpdates } from '../../components/LostUpdates';
import { HealthCell, NameCell } from '../../components/resourceCells';
import { useStyles } from '../../components/styles';
import { useLiveAllResources } from '../../hooks/useLive';
import { useT } from '../../translations/useT';
import { RowOperation } from '../nextActions/RowOperation';
import { useRowOperations } from '../nextActions/useRowOperations';
import { NothingRequested } from './NothingRequested';

const ROWS = 5;
const HEIGHTS = Array.from({ length: ROWS }, () => 40);
/** What needs attention first. */
const first: ResourcesQuery = {
  ...firstResources,
  mine: true,
  sort: 'health',
  limit: ROWS,
};

/** Where the links of the card lead. */
interface Paths {
  /** To the rest. */
  href: string;
  /** To where something can be requested. */
  createHref: string;
}

/** The first of what somebody has requested, for a home page. */
export function MyRequestsCard(props: Paths) {
  const t = useT();
  return (
    <Card title={t('myRequests.title')}>
      <MyRequestsContent {...props} />
    </Card>
  );
}

/** The same without a frame and a title. */
export function MyRequestsContent(props: Paths) {
  const t = useT();
  const classes = useStyles();
  const { href, createHref } = props;
  const live = useLiveAllResources(first);
  const operations = useRowOperations(live);
  return (
    <LiveFrame
      live={live}
      what={t('myRequests.title')}
      heights={HEIGHTS}
      isCompact
    >
      {({ rows, total }) =>
        total === 0 ? (
          <NothingRequested createHref={createHref} />
        ) : (
          <>
            <ul className={classes.rows} aria-label={t('myRequests.title')}>
              {rows.map(item => (
                <li key={item.uid} className={classes.spread}>
                  <span className={classes.inline}>
                    <NameCell item={item} />
                    <Text variant="body-small" color="secondary">
                      {item.promise.title}
                    </Text>
                  </span>
                  <span className={classes.inline}>
                    <span>
                      <HealthCell item={item} />
                    </span>
                    <RowOperation item={item} operations={operations} />
                  </span>
                </li>
              ))}
            </ul>
            <div className={classes.spread}>
              <Link href={href}>{t('myRequests.all')}</Link>
              <LostUpdatesOfCard />
            </div>
          </>
        )
      }
    </LiveFrame>
  );
}

/** Beside the link, where it moves nothing of the home page. */
function LostUpdatesOfCard() {
  const staleSince = useStaleSince();
  return staleSince === undefined ? null : (
    <Text variant="body-small" color="secondary">
      <LostUpdates since={staleSince} />
    </Text>
  );
}
