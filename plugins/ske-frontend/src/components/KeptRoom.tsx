import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { makeStyles } from '@material-ui/core/styles';

/** How high something usually is, in pixels: with its parts below each other, and beside. */
export interface UsualHeight {
  narrow: number;
  wide: number;
}

/** From this width on, parts stand beside each other. */
const WIDE_FROM = 500;
/** Widths that differ by less break the same text into as many lines. */
const WIDTH_STEP = 50;

/** How high what was in a room has been, by the room, what it was, and its width. */
const lastHeights = new Map<string, number>();

const keyOf = (name: string, content: string, width: number) =>
  `${name} ${content} ${Math.round(width / WIDTH_STEP)}`;

const useRoomStyles = makeStyles({
  // What is in it fills it: a card is as high as its room.
  room: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    height: '100%',
  },
});

/** Tells the room around a component what is in it now. */
const RoomContext = createContext<((content: string) => void) | undefined>(
  undefined,
);

/**
 * Room for what is still loading, as high as the same was when it was last seen, else as
 * it usually is: what stands below does not move when it arrives. What is in it says so
 * with {@link useRoomContent}. In another room it is that one.
 */
export function KeptRoom(props: {
  /** Which room it is. */
  name: string;
  /** What will most likely be in it, in the words of {@link useRoomContent}. */
  expected: string;
  usual: UsualHeight;
  children: ReactNode;
}) {
  const isInRoom = useContext(RoomContext) !== undefined;
  return isInRoom ? <>{props.children}</> : <Room {...props} />;
}

function Room(props: Parameters<typeof KeptRoom>[0]) {
  const classes = useRoomStyles();
  // What is expected once something is there is of no use.
  const [{ name, expected, usual }] = useState(props);
  const place = useRef<HTMLDivElement>(null);
  const firstContent = useRef<string | undefined>(undefined);
  // Before anything is painted.
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const width = element.offsetWidth;
    const height =
      lastHeights.get(keyOf(name, expected, width)) ??
      (width < WIDE_FROM ? usual.narrow : usual.wide);
    element.style.minHeight = `${height}px`;
  }, [name, expected, usual]);
  const fill = useCallback(
    (content: string) => {
      const element = place.current;
      if (!element) return;
      firstContent.current ??= content;
      // Its own height shows without the room; nothing is painted in between.
      const { minHeight } = element.style;
      element.style.minHeight = '';
      const { offsetHeight, offsetWidth } = element;
      if (offsetHeight > 0) {
        lastHeights.set(keyOf(name, content, offsetWidth), offsetHeight);
      }
      // What is smaller than its room stays in it, until it is something else.
      if (content === firstContent.current) {
        element.style.minHeight = minHeight;
      }
    },
    [name],
  );
  return (
    <RoomContext.Provider value={fill}>
      <div ref={place} className={classes.room} data-room={name}>
        {props.children}
      </div>
    </RoomContext.Provider>
  );
}

/**
 * For what is in a {@link KeptRoom}: what it shows now, by which its height is remembered.
 *
 * @param content - undefined while it is loading
 */
export function useRoomContent(content: string | undefined) {
  const fill = useContext(RoomContext);
  useEffect(() => {
    if (content !== undefined) fill?.(content);
  }, [content, fill]);
}
