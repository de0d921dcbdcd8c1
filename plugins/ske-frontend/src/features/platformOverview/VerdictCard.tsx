import { makeStyles } from '@material-ui/core/styles';
import { Text } from '@backstage/ui';
import type { HealthState } from '@syntasso/plugin-ske-common';
import { Card } from '../../components/Card';
import { HealthWord } from '../../components/HealthBadge';
import { useStyles } from '../../components/styles';
import { useT, type T } from '../../translations/useT';
import { formatMoment } from '../../utils/formatTime';
import type { PlatformVerdict, Troubles } from './verdictOf';

const states: Record<PlatformVerdict['kind'], HealthState> = {
  away: 'unknown',
  empty: 'pending',
  hidden: 'unknown',
  attention: 'degraded',
  well: 'ready',
};

const useVerdictStyles = makeStyles({
  // On a phone a sentence has one line or two: another sentence moves nothing.
  sentence: {
    flex: '1 1 300px',
    '@media (max-width: 700px)': { minHeight: '2.8em' },
  },
});

/** How the platform is, in one sentence. */
export function VerdictCard(props: { verdict: PlatformVerdict }) {
  const t = useT();
  const classes = useStyles();
  const { sentence } = useVerdictStyles();
  const { verdict } = props;
  return (
    <Card>
      <div className={classes.inline}>
        <HealthWord state={states[verdict.kind]} />
        <Text role="status" weight="bold" className={sentence}>
          {verdictText(t, verdict)}
        </Text>
      </div>
    </Card>
  );
}

/** A verdict as a sentence. */
function verdictText(t: T, verdict: PlatformVerdict): string {
  switch (verdict.kind) {
    case 'away':
      return t('overview.away', { moment: formatMoment(verdict.since, t) });
    case 'empty':
      return t('overview.empty');
    case 'attention':
      return attentionText(t, verdict.troubles);
    default: {
      const { kind, promises, ready, resources } = verdict;
      return t(`overview.${kind}`, {
        promises: counted(t, 'promises', promises),
        resources:
          ready === resources
            ? t('overview.allReady', {
                resources: counted(t, 'resources', resources),
              })
            : t('overview.someReady', { ready, resources }),
      });
    }
  }
}

function attentionText(t: T, troubles: Troubles): string {
  const kinds = [
    'resources',
    'promises',
    'destinations',
    'stateStores',
  ] as const;
  const subjects = [
    ...(troubles.controllers > 0 ? [t('overview.kratix')] : []),
    ...kinds
      .filter(kind => troubles[kind] > 0)
      .map(kind => counted(t, kind, troubles[kind])),
  ];
  const isOne =
    Object.values(troubles).reduce((sum, count) => sum + count, 0) === 1;
  return t(isOne ? 'overview.needsAttention' : 'overview.needAttention', {
    subjects: enumerated(t, subjects),
  });
}

function counted(
  t: T,
  kind: Exclude<keyof Troubles, 'controllers'>,
  count: number,
): string {
  return count === 1
    ? t(`overview.one.${kind}`)
    : t(`overview.many.${kind}`, { count });
}

/** "a, b and c". */
const enumerated = (t: T, texts: string[]): string =>
  texts.length < 2
    ? texts.join('')
    : t('overview.and', {
        others: texts.slice(0, -1).join(', '),
        last: texts[texts.length - 1],
      });
