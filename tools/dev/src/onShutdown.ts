const CHECK_EVERY_MS = 250;

/**
 * Calls `end` once, when this process is asked to end: by Ctrl-C, by a signal,
 * or because its parent process is gone. npm and the shell it starts
 * scripts with die of a signal without passing it on.
 */
export function onShutdown(end: (why: string) => void): void {
  let asked = false;
  const once = (why: string) => {
    if (asked) return;
    asked = true;
    end(why);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => once(signal));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) once('its parent process ended');
  }, CHECK_EVERY_MS).unref();
}
