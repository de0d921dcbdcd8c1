import { Alert } from '@backstage/ui';
import { useOffering } from '../hooks/useOfferings';
import { useT } from '../translations/useT';
import { whyNotRequestable } from '../utils/whyNotRequestable';

/** Says above a form of the scaffolder why its Promise cannot be requested now. */
export function Availability(props: { promise: string }) {
  const t = useT();
  const offering = useOffering(props.promise);
  const reason = offering && whyNotRequestable(offering, t);
  return reason ? (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('create.blocked')}
      description={reason}
    />
  ) : null;
}
