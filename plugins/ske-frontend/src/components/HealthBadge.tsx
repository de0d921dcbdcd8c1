import {
  forwardRef,
  type ComponentProps,
  type ComponentType,
  type HTMLAttributes,
} from 'react';
import Tooltip from '@material-ui/core/Tooltip';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { makeStyles } from '@material-ui/core/styles';
import {
  RiAlertFill,
  RiCheckLine,
  RiDeleteBinLine,
  RiErrorWarningFill,
  RiLoader4Line,
  RiPauseFill,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import type { Health, HealthState } from '@syntasso/plugin-ske-common';
import { useNow } from '../hooks/useNow';
import { formatAgo, formatMoment } from '../utils/formatTime';
import { useT } from '../translations/useT';
import { reasonText } from '../utils/reasonText';

type RemixiconComponentProps = ComponentProps<typeof RiCheckLine>;

const icons: Record<HealthState, ComponentType<RemixiconComponentProps>> = {
  ready: RiCheckLine,
  progressing: RiLoader4Line,
  degraded: RiAlertFill,
  failed: RiErrorWarningFill,
  paused: RiPauseFill,
  pending: RiTimeLine,
  deleting: RiDeleteBinLine,
  unknown: RiQuestionLine,
};

const tones: Record<
  HealthState,
  'success' | 'info' | 'warning' | 'danger' | 'neutral'
> = {
  ready: 'success',
  progressing: 'info',
  degraded: 'warning',
  failed: 'danger',
  paused: 'neutral',
  pending: 'neutral',
  deleting: 'warning',
  unknown: 'neutral',
};

const tone = (name: string) => ({
  background: `var(--bui-${name}-bg-subdued)`,
  color: `var(--bui-${name}-fg-subdued)`,
});

export const useBadgeStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
    padding: '1px 10px 1px 8px',
    borderRadius: 'var(--bui-radius-full, 999px)',
    fontSize: 'var(--bui-font-size-2, 0.8rem)',
    fontWeight: 'var(--bui-font-weight-bold, 600)' as unknown as number,
    lineHeight: '20px',
    whiteSpace: 'nowrap',
    '& svg': { flex: 'none' },
    // An outline takes no room.
    '&[data-stale]': { outline: '1px dashed currentColor' },
    '&:focus-visible': {
      outline: '2px solid var(--bui-ring, currentColor)',
      outlineOffset: 2,
    },
  },
  success: tone('positive'),
  info: tone('announcement'),
  warning: tone('warning'),
  danger: tone('negative'),
  neutral: {
    background: 'var(--bui-bg-app)',
    color: 'var(--bui-fg-primary)',
    // Some rows and pages have the same background.
    boxShadow: 'inset 0 0 0 1px var(--bui-border-2)',
  },
});

/**
 * The one way a health is shown: icon, word and colour; the reason and its
 * time on hover and focus. Used in tables, headers and cards alike.
 */
export function HealthBadge(props: {
  health: Health;
  /** Since when nobody knows whether it is still so, RFC 3339. */
  staleSince?: string;
}) {
  const t = useT();
  const { health, staleSince } = props;
  const word = t(`health.${health.state}`);
  const reason = reasonText(t, health.reason);
  const hint = health.since
    ? `${reason} (${formatMoment(health.since, t)})`
    : reason;
  return staleSince === undefined ? (
    <Badge
      state={health.state}
      text={word}
      hint={hint}
      label={`${word}. ${hint}`}
    />
  ) : (
    <StaleBadge
      state={health.state}
      word={word}
      hint={hint}
      since={staleSince}
    />
  );
}

/** Up to this width the age would take the badge to another line. */
const NARROW = '(max-width: 700px)';

/** The last known health, with its age; on a phone the banner alone says that. */
function StaleBadge(props: {
  state: HealthState;
  word: string;
  hint: string;
  since: string;
}) {
  const t = useT();
  const now = useNow();
  const isNarrow = useMediaQuery(NARROW, { noSsr: true });
  const { state, word, hint, since } = props;
  const ago = formatAgo(now - Date.parse(since), t);
  const text = t('stale.badge', { state: word, ago });
  const staleHint = `${t('stale.badgeHint')} ${hint}`;
  return (
    <Badge
      state={state}
      text={isNarrow ? word : text}
      hint={staleHint}
      label={`${text}. ${staleHint}`}
      isStale
    />
  );
}

/** How many have a state: its icon and colour with the number, its word on hover and focus. */
export function HealthCount(props: { state: HealthState; count: number }) {
  const t = useT();
  const { state, count } = props;
  const word = t(`health.${state}`);
  return (
    <Badge
      state={state}
      text={String(count)}
      hint={word}
      label={`${word}: ${count}`}
    />
  );
}

function Badge(props: {
  state: HealthState;
  text: string;
  hint: string;
  label: string;
  isStale?: boolean;
}) {
  return (
    // Not Backstage UI's tooltip: it complains about every badge that appears
    // below an open dialog, where nothing can take the focus.
    <Tooltip title={props.hint}>
      <Face
        state={props.state}
        text={props.text}
        data-stale={props.isStale}
        tabIndex={0}
        // A focusable element needs a role; the words inside are its name.
        role="img"
        aria-label={props.label}
      />
    </Tooltip>
  );
}

/**
 * A health of which only the state is known: icon and word, without a reason.
 *
 * @param props.hint - what else is to be said of it
 */
export function HealthWord(props: { state: HealthState; hint?: string }) {
  const t = useT();
  const { state, hint } = props;
  const word = t(`health.${state}`);
  return hint ? (
    <Badge state={state} text={word} hint={hint} label={`${word}. ${hint}`} />
  ) : (
    <Face state={state} text={word} />
  );
}

/** Icon, text and colour of a state; a tooltip holds on to it. */
const Face = forwardRef<
  HTMLSpanElement,
  { state: HealthState; text: string } & HTMLAttributes<HTMLSpanElement>
>(({ state, text, ...others }, ref) => {
  const classes = useBadgeStyles();
  // What an annotation says may be of a newer version.
  const Icon = icons[state] ?? icons.unknown;
  return (
    <span
      {...others}
      ref={ref}
      className={`${classes.badge} ${classes[tones[state] ?? 'neutral']}`}
      data-health={state}
    >
      <Icon size={14} aria-hidden />
      {text}
    </span>
  );
});
