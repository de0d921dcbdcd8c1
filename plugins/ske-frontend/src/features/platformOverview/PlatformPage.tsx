import { Alert, Text } from '@backstage/ui';
import { ErrorAlert } from '../../components/ErrorAlert';
import { LiveFrame } from '../../components/LiveFrame';
import { Loading } from '../../components/Loading';
import { useStyles } from '../../components/styles';
import { useLivePlatform } from '../../hooks/useLive';
import { isRefusal } from '../../live/LiveStore';
import { useT } from '../../translations/useT';
import { usePlatformHealth } from '../platformHealth/usePlatformHealth';
import { AttentionCard } from './AttentionCard';
import { HealthSection } from './HealthSection';
import { PartsCard } from './PartsCard';
import { PromisesCard } from './PromisesCard';
import { useAttentionList } from './useAttentionList';
import { VerdictCard } from './VerdictCard';
import { verdictOf } from './verdictOf';
import { VersionsInUseCard } from './VersionsInUseCard';
import { WaitingCard } from './WaitingCard';

/** Heights of the verdict, what needs attention, Promises, and what the platform runs on. */
const HEIGHTS = [46, 320, 320, 240];

/**
 * For platform engineers: is the platform all right, and what is to do. Its sections are
 * drawn together once the stream has brought them all, so that none moves another.
 */
export function PlatformPage() {
  const t = useT();
  const classes = useStyles();
  const live = useLivePlatform();
  const attention = useAttentionList();
  const { state } = live;
  const health = usePlatformHealth(state);
  const verdict = verdictOf(state);
  const isLoading =
    state.kind === 'connecting' ||
    (attention.live.state.kind === 'connecting' && !attention.live.shown);
  // A person who may not see the platform is told once which permission is needed.
  const refusal = health.error && isRefusal(health.error) && health.error;
  const heading = (
    <Text as="h1" variant="title-medium" weight="bold">
      {t('overview.title')}
    </Text>
  );
  if (refusal) {
    return (
      <main className={classes.padded}>
        <div className={classes.column}>
          {heading}
          <ErrorAlert error={refusal} onRetry={health.retry} />
        </div>
      </main>
    );
  }
  if (isLoading) {
    return (
      <main className={classes.padded}>
        <div className={`${classes.column} ${classes.fullHeight}`}>
          {heading}
          <Loading what={t('overview.title')} heights={HEIGHTS} />
        </div>
      </main>
    );
  }
  const end = (
    <>
      <WaitingCard />
      <HealthSection health={health} />
    </>
  );
  return (
    <main className={classes.padded}>
      <div className={classes.column}>
        {heading}
        {verdict && <VerdictCard verdict={verdict} />}
        <LiveFrame
          live={live}
          what={t('overview.title')}
          heights={[]}
          instead={end}
          gone={
            <>
              <Alert
                role="status"
                status="info"
                icon
                title={t('overview.noCluster')}
                description={t('overview.noClusterWhy')}
              />
              <AttentionCard list={attention} />
            </>
          }
        >
          {view => (
            <>
              <AttentionCard list={attention} />
              <PromisesCard offerings={view.offerings} />
              <PartsCard parts={view.parts} />
              <VersionsInUseCard overview={view} />
              {end}
            </>
          )}
        </LiveFrame>
      </div>
    </main>
  );
}
