import { lazy, Suspense } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { entityTypes } from '@syntasso/plugin-ske-common';
import { useOfferings } from '../../hooks/useOfferings';
import { CardFrame } from './CardFrame';
import { DefaultTemplateCard } from './DefaultTemplateCard';

const LoadingCard = lazy(async () => {
  const card = await import('./LoadingCard');
  return { default: card.LoadingCard };
});
const OfferingCard = lazy(async () => {
  const card = await import('./OfferingCard');
  return { default: card.OfferingCard };
});

/**
 * A card of the Create page: of a Promise's Template one that knows whether it can be
 * requested, of any other the scaffolder's own. A page without Promises loads no card of ours.
 */
export function KratixTemplateCard(props: TemplateCardComponentProps) {
  const { template } = props;
  const { value, error } = useOfferings();
  const ref = stringifyEntityRef(template);
  const offering = value?.find(({ templateRef }) => templateRef === ref);
  const isExpected =
    !value && !error && template.spec.type === entityTypes.resource;
  if (!offering && !isExpected) return <DefaultTemplateCard {...props} />;
  return (
    <Suspense fallback={<CardFrame template={template} />}>
      {offering ? (
        <OfferingCard {...props} offering={offering} />
      ) : (
        <LoadingCard template={template} />
      )}
    </Suspense>
  );
}
