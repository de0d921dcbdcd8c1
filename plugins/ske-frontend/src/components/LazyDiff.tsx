import { Suspense, type ComponentProps } from 'react';
import { lazyOr } from '../utils/lazyOr';
import type { Diff } from './Diff';
import { LoadingCode } from './LoadingCode';
import { sayNotLoaded } from './NotLoaded';

const LoadedDiff = lazyOr(
  async () => (await import('./Diff')).Diff,
  sayNotLoaded('difference'),
);

/** {@link Diff}, loaded when somebody looks at a difference. */
export function LazyDiff(props: ComponentProps<typeof Diff>) {
  return (
    <Suspense fallback={<LoadingCode />}>
      <LoadedDiff {...props} />
    </Suspense>
  );
}
