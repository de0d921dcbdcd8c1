import type { ReactNode } from 'react';
import { Alert } from '@backstage/ui';
import { useT } from '../../translations/useT';

/** Stands for what is not on the platform: was deleted, or was never there. */
export function GoneAlert(props: {
  name: string;
  isDeleted: boolean;
  description: ReactNode;
}) {
  const t = useT();
  const { name, isDeleted, description } = props;
  return (
    <Alert
      role="status"
      status={isDeleted ? 'info' : 'warning'}
      icon
      title={isDeleted ? t('gone.deleted', { name }) : t('gone.title')}
      description={description}
    />
  );
}
