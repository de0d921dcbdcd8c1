import { lazy, useSyncExternalStore, type ComponentType } from 'react';

/**
 * A component that is loaded when it is first drawn. Where its code cannot be had, such as
 * offline or after a new deployment, another stands in, and the page around it stays.
 *
 * @param standIn - makes the other one, which gets the same props; `loadAgain` loads the
 * code once more for all places where the component is drawn
 */
export function lazyOr<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standIn: (error: Error, loadAgain: () => void) => ComponentType<Props>,
): ComponentType<Props> {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  // `lazy` itself keeps a failure for ever: to load again takes another one.
  const attempt = () =>
    lazy<ComponentType<Props>>(async () => ({
      default: await load().catch((error: Error) => standIn(error, loadAgain)),
    })) as unknown as ComponentType<Props>;
  let latest = attempt();
  const loadAgain = () => {
    latest = attempt();
    listeners.forEach(listener => listener());
  };
  return function LoadedLater(props: Props) {
    const Latest = useSyncExternalStore(subscribe, () => latest);
    return <Latest {...props} />;
  };
}
