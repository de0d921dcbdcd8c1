import { Suspense, type ComponentProps } from 'react';
import { ApiProvider } from '@backstage/core-app-api';
import type { ApiHolder } from '@backstage/core-plugin-api';
import { NotImplementedError } from '@backstage/errors';
import { swappableComponentsApiRef } from '@backstage/frontend-plugin-api';
import { TemplateCard } from '@backstage/plugin-scaffolder-react/alpha';

/**
 * Knows of no component that an app has replaced, so that Backstage draws its own: the
 * replacement of the card is the one that asks.
 */
const withoutReplacements: ApiHolder = {
  get(ref) {
    if (ref.id !== swappableComponentsApiRef.id) return undefined;
    throw new NotImplementedError('No component is replaced here.');
  },
};

/** The scaffolder's own card. */
export function DefaultTemplateCard(
  props: ComponentProps<typeof TemplateCard>,
) {
  return (
    <ApiProvider apis={withoutReplacements}>
      <Suspense fallback={null}>
        <TemplateCard {...props} />
      </Suspense>
    </ApiProvider>
  );
}
