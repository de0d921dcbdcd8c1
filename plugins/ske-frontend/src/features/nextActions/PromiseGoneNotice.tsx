import { useEntity } from '@backstage/plugin-catalog-react';
import { asText, type OfferingView } from '@syntasso/plugin-ske-common';
import { OwnerLink } from '../../components/OwnerLink';
import type { LiveState } from '../../live/LiveStore';
import { useT } from '../../translations/useT';
import { wasPromiseDeleted } from './absenceOf';
import { GoneAlert } from './GoneAlert';

/** That a Promise was deleted, or was never there, and whom to ask. */
export function PromiseGoneNotice(props: {
  name: string;
  state: Extract<LiveState<OfferingView>, { kind: 'gone' }>;
}) {
  const t = useT();
  const { entity } = useEntity();
  const { lastView, message } = props.state;
  const owner = asText(entity.spec?.owner);
  const isDeleted = wasPromiseDeleted(lastView, entity);
  const name = lastView?.title ?? props.name;
  return (
    <GoneAlert
      name={name}
      isDeleted={isDeleted}
      description={
        isDeleted ? (
          <>
            {t('gone.promise')} {owner && <OwnerLink owner={owner} />}
          </>
        ) : (
          message
        )
      }
    />
  );
}
