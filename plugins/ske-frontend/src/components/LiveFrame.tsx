import type { ReactNode } from 'react';
import { LiveBanner } from './LiveBanner';
import { Loading } from './Loading';
import { useStyles } from './styles';
import { viewOf, type Live } from '../hooks/useLive';

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
  /** What else must be said, after what is said about the connection. */
  notice?: ReactNode;
  /** It is asked for and not there yet: that it is gone is no news. */
  expected?: boolean;
  /**
   * What is said of what is no longer there, in place of the banner and its last view;
   * null for nothing.
   */
  gone?: ReactNode;
}) {
  const classes = useStyles();
  const { live, what, heights, children, instead, gone } = props;
  const { state, retryNow } = live;
  const isGone = state.kind === 'gone' && gone !== undefined;
  const view = isGone ? undefined : viewOf(state);
  return (
    <div className={classes.column}>
      {isGone
        ? gone
        : !(props.expected && state.kind === 'gone') && (
            <LiveBanner state={state} retryNow={retryNow} />
          )}
      {props.notice}
      {state.kind === 'connecting' && <Loading what={what} heights={heights} />}
      {view ? children(view) : state.kind !== 'connecting' && instead}
    </div>
  );
}
