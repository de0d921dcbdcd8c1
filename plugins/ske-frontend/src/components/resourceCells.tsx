import { Link, Text } from '@backstage/ui';
import type { ResourceSummary } from '@syntasso/plugin-ske-common';
import { useKratixHref } from '../hooks/useKratixHref';
import { goesWell } from '../utils/entityHealth';
import { reasonText } from '../utils/reasonText';
import { useT } from '../translations/useT';
import { Age } from './Age';
import { HealthBadge } from './HealthBadge';
import { OwnerLink } from './OwnerLink';
import { useStyles } from './styles';

/** Its name, which leads to its page. */
export function NameCell(props: { item: ResourceSummary }) {
  const { ref, entityRef } = props.item;
  const href = useKratixHref(entityRef);
  return href ? <Link href={href}>{ref.name}</Link> : <>{ref.name}</>;
}

/** Its health, with the reason where that is not good. */
export function HealthCell(props: { item: ResourceSummary }) {
  const t = useT();
  const { health } = props.item;
  return (
    <>
      <HealthBadge health={health} />
      {!goesWell(health.state) && (
        <div>
          <Text variant="body-small" color="secondary">
            {reasonText(t, health.reason)}
          </Text>
        </div>
      )}
    </>
  );
}

/** Who owns it, and who has requested it. */
export function OwnerCell(props: { item: ResourceSummary }) {
  const t = useT();
  const { owner, requestedBy } = props.item;
  return (
    <>
      <OwnerLink owner={owner} />
      {requestedBy && (
        <div>
          <Text variant="body-small" color="secondary">
            {t('promise.requestedBy')} <OwnerLink owner={requestedBy} />
          </Text>
        </div>
      )}
    </>
  );
}

/** How long it has been there. */
export function AgeCell(props: { item: ResourceSummary }) {
  const { noWrap } = useStyles();
  const { createdAt } = props.item;
  return createdAt ? (
    <span className={noWrap}>
      <Age since={createdAt} form="bare" />
    </span>
  ) : null;
}
