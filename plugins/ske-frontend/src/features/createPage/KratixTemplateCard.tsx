import { Suspense } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { entityTypes, type OfferingSummary } from '@syntasso/plugin-ske-common';
import { useOfferings } from '../../hooks/useOfferings';
import { lazyOr } from '../../utils/lazyOr';
import { CardFrame } from './CardFrame';
import { DefaultTemplateCard } from './DefaultTemplateCard';

const loadOfferingCard = () => import('./OfferingCard');

// Without the code of ours the scaffolder's card leads to the scaffolder's form.
const OfferingCard = lazyOr<
  TemplateCardComponentProps & { offering: OfferingSummary }
>(
  async () => (await loadOfferingCard()).OfferingCard,
  () => DefaultTemplateCard,
);
const LoadingCard = lazyOr<Pick<TemplateCardComponentProps, 'template'>>(
  async () => {
    // The card that comes next is loaded while the backend is asked.
    const [card] = await Promise.all([
      import('./LoadingCard'),
      loadOfferingCard(),
    ]);
    return card.LoadingCard;
  },
  () => CardFrame,
);

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
