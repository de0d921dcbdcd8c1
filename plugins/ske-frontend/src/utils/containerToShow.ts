import type { RunView } from '@syntasso/plugin-ske-common';

/** The failed container, else the running one, else the last. */
export function containerToShow(run: RunView) {
  return (
    run.containers.find(c => c.state === 'failed') ??
    run.containers.find(c => c.state === 'running') ??
    run.containers[run.containers.length - 1]
  );
}
