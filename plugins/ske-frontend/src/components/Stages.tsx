import { makeStyles } from '@material-ui/core/styles';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import type { ProgressStage } from '@syntasso/plugin-ske-common';
import { formatMoment } from '../utils/formatTime';
import { useT } from '../translations/useT';

/** The labels side by side need more room than this. */
const NARROW = '@container (max-width: 440px)';

const useStageStyles = makeStyles({
  // Its own width decides: it is narrow in a card at the side of a wide page, too.
  room: { containerType: 'inline-size' },
  list: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: 'minmax(0, 1fr)',
    listStyle: 'none',
    margin: 0,
    padding: 0,
    [NARROW]: {
      gridAutoFlow: 'row',
      gap: 'var(--bui-space-3, 12px)',
    },
  },
  stage: {
    position: 'relative',
    display: 'grid',
    gap: 'var(--bui-space-2, 8px)',
    alignContent: 'start',
    fontSize: 'var(--bui-font-size-3, 0.875rem)',
    // The line to the next stage.
    '&:not(:last-child)::after': {
      content: '""',
      position: 'absolute',
      top: 11,
      left: 32,
      right: 6,
      height: 2,
      background: 'var(--bui-border-2)',
    },
    '&[data-state="done"]:not(:last-child)::after': {
      background: 'var(--bui-positive-border)',
    },
    [NARROW]: {
      gridTemplateColumns: '24px minmax(0, 1fr)',
      '&:not(:last-child)::after': {
        top: 26,
        bottom: -10,
        left: 11,
        right: 'auto',
        width: 2,
        height: 'auto',
      },
    },
  },
  dot: {
    width: 24,
    height: 24,
    borderRadius: '50%',
    display: 'grid',
    placeItems: 'center',
    fontWeight: 600,
    fontSize: 'var(--bui-font-size-2, 0.75rem)',
    background: 'var(--bui-bg-app)',
    color: 'var(--bui-fg-secondary)',
    '[data-state="done"] > &': {
      background: 'var(--bui-positive-bg-subdued)',
      color: 'var(--bui-positive-fg-subdued)',
    },
    '[data-state="current"] > &': {
      background: 'var(--bui-accent-bg)',
      color: 'var(--bui-accent-fg)',
    },
    '[data-state="degraded"] > &': {
      background: 'var(--bui-warning-bg-subdued)',
      color: 'var(--bui-warning-fg-subdued)',
    },
    '[data-state="failed"] > &': {
      background: 'var(--bui-negative-bg-subdued)',
      color: 'var(--bui-negative-fg-subdued)',
    },
  },
  note: {
    color: 'var(--bui-fg-secondary)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
  },
});

/** The way from request to ready, or of a deletion, stage by stage. */
export function Stages(props: { stages: ProgressStage[] }) {
  const t = useT();
  const classes = useStageStyles();
  return (
    <div className={classes.room}>
      <ol className={classes.list} aria-label={t('resource.progress')}>
        {props.stages.map((stage, index) => (
          <li
            key={stage.name}
            className={classes.stage}
            data-stage={stage.name}
            // What is blocked waits, for whoever looks for that.
            data-state={stage.state === 'blocked' ? 'waiting' : stage.state}
            aria-current={stage.state === 'current' ? 'step' : undefined}
            title={stage.at ? formatMoment(stage.at, t) : undefined}
          >
            <span className={classes.dot} aria-hidden>
              <Mark stage={stage} number={index + 1} />
            </span>
            <span>
              {t(`resource.stage.${stage.name}`)}
              <br />
              <span className={classes.note}>{noteOf(stage, t)}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Mark(props: { stage: ProgressStage; number: number }) {
  switch (props.stage.state) {
    case 'done':
      return <RiCheckLine size={16} />;
    case 'failed':
      return <RiCloseLine size={16} />;
    default:
      return <>{props.number}</>;
  }
}

function noteOf(stage: ProgressStage, t: ReturnType<typeof useT>): string {
  const state = t(`resource.stageState.${stage.state}`);
  if (stage.total === undefined || stage.total === 0) return state;
  if (['waiting', 'blocked', 'done'].includes(stage.state)) return state;
  const counts = { done: stage.done ?? 0, total: stage.total };
  const counted = t(
    stage.name === 'configure' ? 'resource.pipelines' : 'resource.counted',
    counts,
  );
  return stage.state === 'current' ? counted : `${state}, ${counted}`;
}
