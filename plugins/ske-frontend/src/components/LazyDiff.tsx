import { lazy, Suspense, type ComponentProps } from 'react';
import type { Diff } from './Diff';
import { LoadingCode } from './LoadingCode';

const LoadedDiff = lazy(async () => {
  const diff = await import('./Diff');
  return { default: diff.Diff };
});

/** {@link Diff}, loaded when somebody looks at a difference. */
export function LazyDiff(props: ComponentProps<typeof Diff>) {
  return (
    <Suspense fallback={<LoadingCode />}>
      <LoadedDiff {...props} />
    </Suspense>
  );
}
