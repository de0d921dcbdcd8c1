import { lazy, useSyncExternalStore, type ComponentType } from 'react';

/** Why code cannot be had, and what can be done about it. */
export interface NotLoadedReason {
  error: Error;
  /** Loads the code once more for all places where the component is drawn. */
  loadAgain: () => void;
  /** Whether somebody has loaded it again, and that failed, too. */
  isAgain: boolean;
}

/**
 * A component that is loaded when it is first drawn. Where its code cannot be had, such as
 * offline or after a new deployment, another stands in, and the page around it stays.
 *
 * The bundler forgets a request that failed, so that `load` makes another one.
 *
 * @param standIn - makes the other one, which gets the same props
 */
export function lazyOr<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standIn: (reason: NotLoadedReason) => ComponentType<Props>,
): ComponentType<Props> {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  // `lazy` itself keeps a failure for ever: to load again takes another one.
  const attempt = (isAgain: boolean) =>
    lazy<ComponentType<Props>>(async () => ({
      default: await load().catch((error: Error) =>
        standIn({ error, loadAgain, isAgain }),
      ),
    })) as unknown as ComponentType<Props>;
  let latest = attempt(false);
  const loadAgain = () => {
    latest = attempt(true);
    listeners.forEach(listener => listener());
  };
  return function LoadedLater(props: Props) {
    const Latest = useSyncExternalStore(subscribe, () => latest);
    return <Latest {...props} />;
  };
}
