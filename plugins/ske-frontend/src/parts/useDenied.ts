import { usePermission } from '@backstage/plugin-permission-react';
import {
  skeResourcePermissions,
  subjectKey,
  type StreamSubject,
} from '@syntasso/plugin-ske-common';
import { useT } from '../translations/useT';

/**
 * Why the person may not do something, in words; undefined when they may, or
 * while that is being found out: the backend decides in the end.
 *
 * @param about - a Resource, or for a new one its Promise.
 */
export function useDenied(
  action: keyof typeof skeResourcePermissions,
  about: StreamSubject,
): string | undefined {
  const t = useT();
  const permission = skeResourcePermissions[action];
  const { loading, allowed, error } = usePermission({
    permission,
    resourceRef: subjectKey(about),
  });
  if (loading || allowed || error) return undefined;
  return t('denied', { permission: permission.name });
}
