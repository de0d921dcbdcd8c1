import { useEffect, useState } from 'react';
import { useSkeApi } from '../api/useSkeApi';
import type { LogSource } from '../api/SkeApi';
import { messageOf } from '../utils/messageOf';

/** So much of a log is kept and drawn, each line being an element; the newest stays. */
const KEPT_LINES = 1_000;
const KEPT_CHARACTERS = 100_000;
/** A followed log that has brought nothing for so long may be held back on the way. */
const QUIET_MS = 3_000;

/** What is known of a log. */
export type LogState =
  | { kind: 'loading' }
  | { kind: 'shown'; text: string; following: boolean }
  | { kind: 'failed'; message: string };

/**
 * The log of a container: its last lines, and while it runs each further one as
 * it is written. Where something on the way holds a stream back, the log is
 * asked for again and again instead.
 *
 * @param source - undefined while there is nothing to read yet.
 */
export function useLog(
  source: LogSource | undefined,
  running: boolean,
): LogState {
  const api = useSkeApi();
  const [state, setState] = useState<LogState>({ kind: 'loading' });
  const key = JSON.stringify(source);
  useEffect(() => {
    if (key === undefined) return undefined;
    const logSource = JSON.parse(key) as LogSource;
    const controller = new AbortController();
    const show = (text: string) => {
      if (controller.signal.aborted) return;
      setState({ kind: 'shown', text: newest(text), following: running });
    };
    const fail = (error: Error) => {
      if (controller.signal.aborted) return;
      setState({ kind: 'failed', message: messageOf(error) });
    };
    const readLog = () => api.log(logSource).then(show, fail);
    void readLog();
    if (!running) return () => controller.abort();

    let text = '';
    let readTimer = setInterval(() => void readLog(), QUIET_MS);
    api
      .followLog(
        logSource,
        newText => {
          clearInterval(readTimer);
          text = newest(text + newText);
          show(text);
        },
        controller.signal,
      )
      // What cannot be followed is asked for.
      .catch(() => {
        if (controller.signal.aborted || text === '') return;
        readTimer = setInterval(() => void readLog(), QUIET_MS);
      });
    return () => {
      clearInterval(readTimer);
      controller.abort();
    };
  }, [api, key, running]);
  return state;
}

/** The end of a text, from the beginning of a line. */
function newest(text: string): string {
  const lines = text.slice(-KEPT_CHARACTERS).split('\n');
  const wholeLines = text.length > KEPT_CHARACTERS ? lines.slice(1) : lines;
  return wholeLines.slice(-KEPT_LINES).join('\n');
}
