import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** How long work goes on before other work gets a turn. */
const TURN_MS = 8;

/**
 * For long work in small steps: the function that is returned is called between the
 * steps, and lets others work when it is their turn.
 */
export function shareEventLoop(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await yieldToEventLoop();
    since = performance.now();
  };
}
