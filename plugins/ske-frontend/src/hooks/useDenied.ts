import { subjectKey, type ObjectSubject } from '@syntasso/plugin-ske-common';
import { useSkeApi } from '../api/useSkeApi';
import { useAsync } from './useAsync';

/**
 * Why the person may not do something, in words, by Backstage's permissions and
 * by the platform's RBAC; undefined when they may, or while that is being found
 * out: the backend decides in the end.
 *
 * @param about - a Resource, or for a new one its Promise.
 */
export function useDenied(
  action: 'create' | 'update' | 'delete' | 'operate',
  about: ObjectSubject,
): string | undefined {
  const api = useSkeApi();
  const { value } = useAsync(() => api.access(about), [api, subjectKey(about)]);
  const verdict = value?.[action];
  return verdict?.allowed === false ? verdict.reason : undefined;
}
