import { Link, Text } from '@backstage/ui';
import type { OfferingOverview } from '@syntasso/plugin-ske-common';
import { useKratixHref } from '../../hooks/useKratixHref';

/** A Promise's title, which leads to its page. */
export function OfferingName(props: { offering: OfferingOverview }) {
  const { entityRef, title } = props.offering;
  const href = useKratixHref(entityRef);
  return (
    <Text weight="bold">{href ? <Link href={href}>{title}</Link> : title}</Text>
  );
}
