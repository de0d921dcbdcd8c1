import { Alert, Text } from '@backstage/ui';
import type { DryRunResult } from '@syntasso/plugin-ske-common';
import { ProblemList } from '../../../components/ProblemList';
import type { AsyncResult } from '../../../hooks/useAsync';
import { useT } from '../../../translations/useT';
import { messageOf } from '../../../utils/messageOf';

/**
 * Whether the platform would take a request.
 *
 * @param props.isWhole - whether all that a person had filled in was checked
 */
export function Verdict(props: {
  check: AsyncResult<DryRunResult>;
  isWhole: boolean;
}) {
  const t = useT();
  const { value, error } = props.check;
  if (error) {
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title={t('dialog.uncheckable', { message: messageOf(error) })}
      />
    );
  }
  if (!value) return <Text color="secondary">{t('dialog.checking')}</Text>;
  if (value.outcome === 'accepted') {
    const checked = value.checkedBy !== 'repository';
    return (
      <Alert
        role="status"
        status={checked && props.isWhole ? 'success' : 'info'}
        icon
        title={t(checked ? 'dialog.accepted' : 'dialog.unchecked')}
      />
    );
  }
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('dialog.refused')}
      description={
        value.problems.length === 0 ? (
          value.message
        ) : (
          <ProblemList problems={value.problems} />
        )
      }
    />
  );
}
