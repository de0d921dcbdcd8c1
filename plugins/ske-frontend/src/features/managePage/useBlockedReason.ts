import type {
  ResourceIdentity,
  ResourceView,
} from '@syntasso/plugin-ske-common';
import { useT } from '../../translations/useT';
import { holds, type Waiting } from '../requests/waiting';

/** What each card that changes a Resource is given. */
export interface ManageCardProps {
  identity: ResourceIdentity;
  view: ResourceView;
  live: boolean;
  waiting: Waiting;
  /** Whether it is known what was asked for. */
  known: boolean;
  /** Somebody else says that it is being deleted, before the platform does. */
  isDeleting?: boolean;
}

/** Why nothing may be asked for now, in words. */
export function useBlockedReason({
  view,
  waiting,
  isDeleting: isSaidToGo,
}: ManageCardProps): string | undefined {
  const t = useT();
  if (isSaidToGo || isDeleting(view)) return t('manage.held');
  if (waiting.kind === 'none' || !holds(waiting)) return undefined;
  return t('requests.held', {
    action: t(`requests.action.${waiting.action}`),
  });
}

export const isDeleting = (view: ResourceView) =>
  view.manifest.metadata.deletionTimestamp !== undefined;
