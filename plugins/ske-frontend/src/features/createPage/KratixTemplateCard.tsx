import { stringifyEntityRef } from '@backstage/catalog-model';
import type { TemplateCardComponentProps } from '@backstage/plugin-scaffolder-react/alpha';
import { entityTypes } from '@syntasso/plugin-ske-common';
import { useOfferings } from '../../hooks/useOfferings';
import { DefaultTemplateCard } from './DefaultTemplateCard';
import { LoadingCard } from './LoadingCard';
import { OfferingCard } from './OfferingCard';

/**
 * A card of the Create page: of a Promise's Template one that knows whether it can be
 * requested, of any other the scaffolder's own.
 */
export function KratixTemplateCard(props: TemplateCardComponentProps) {
  const { template } = props;
  const { value, error } = useOfferings();
  const ref = stringifyEntityRef(template);
  const offering = value?.find(({ templateRef }) => templateRef === ref);
  const isExpected =
    !value && !error && template.spec.type === entityTypes.resource;
  if (offering) return <OfferingCard {...props} offering={offering} />;
  return isExpected ? (
    <LoadingCard template={template} />
  ) : (
    <DefaultTemplateCard {...props} />
  );
}
