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

/** The last known heights, by room, content and width. */
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
 * Keeps room for content that is still loading, so that what is below does not move: as high
 * as the same content was when it was last seen, else as it usually is. The content reports
 * itself with {@link useRoomContent}. A room inside another one does nothing.
 */
export function KeptRoom(props: {
  /** Heights are remembered under this name. */
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
  // Only the first expectation counts: later there is content to measure.
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
      // Measured without the room; nothing is painted in between.
      const { minHeight } = element.style;
      element.style.minHeight = '';
      const { offsetHeight, offsetWidth } = element;
      if (offsetHeight > 0) {
        lastHeights.set(keyOf(name, content, offsetWidth), offsetHeight);
      }
      // The first content keeps its room also if it is smaller; another content does not.
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
