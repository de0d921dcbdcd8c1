import type { ReactNode } from 'react';
import { BannerBelow, LiveBanner } from './LiveBanner';
import { StaleSinceContext } from './LiveHealthBadge';
import { Loading } from './Loading';
import { useStyles } from './styles';
import { viewOf, type Live } from '../hooks/useLive';

/** What stands in place of a view. */
export interface ViewPlace {
  content: ReactNode;
  /** The view is on its way. */
  isLoading: boolean;
}

/**
 * What is known of a live subject, with what must be said about it: that it is
 * still loading, how old it is, that it is gone.
 */
export function LiveFrame<View>(props: {
  live: Live<View>;
  /** What is being loaded, in words. */
  what: string;
  /** Heights of the parts to come, in pixels. */
  heights: number[];
  children: (view: View) => ReactNode;
  /** Shown when nothing is known. */
  instead?: ReactNode;
  /**
   * Draws what stands in place of the view, for a page of which some stays whatever becomes of
   * the view. What `children` draws has to begin with the same component.
   */
  around?: (place: ViewPlace) => ReactNode;
  /** What else must be said, after what is said about the connection. */
  notice?: ReactNode;
  /** It is asked for and not there yet: that it is gone is no news. */
  expected?: boolean;
  /**
   * What is said of what is no longer there, in place of the banner and its last view;
   * null for nothing.
   */
  gone?: ReactNode;
  /** There is no room for a banner: what is shown says itself that it is old. */
  isCompact?: boolean;
}) {
  const classes = useStyles();
  const { live, what, heights, children, instead, gone } = props;
  const { around = ({ content }: ViewPlace) => content } = props;
  const { state, retryNow } = live;
  const isGone = state.kind === 'gone' && gone !== undefined;
  const view = isGone ? undefined : viewOf(state);
  const staleSince =
    state.kind === 'stale' && view !== undefined ? state.since : undefined;
  // What comes and goes while somebody reads stands below: nothing moves then.
  const isBelow = staleSince !== undefined || state.kind === 'live';
  const isExpected = props.expected && state.kind === 'gone';
  const isLoading = state.kind === 'connecting';
  return (
    <StaleSinceContext.Provider value={staleSince}>
      {/* No grid: a cell of its own would keep the banner from staying in sight. */}
      <div>
        <div className={classes.column}>
          {isGone
            ? gone
            : !isExpected &&
              !isBelow && <LiveBanner state={state} retryNow={retryNow} />}
          {props.notice}
          {view
            ? children(view)
            : around({
                content: isLoading ? (
                  <Loading what={what} heights={heights} />
                ) : (
                  instead
                ),
                isLoading,
              })}
        </div>
        {isBelow && !props.isCompact && (
          <BannerBelow state={state} retryNow={retryNow} />
        )}
      </div>
    </StaleSinceContext.Provider>
  );
}
