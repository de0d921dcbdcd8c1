import {
  conditionsOf,
  conditionTypes,
  isBoundByBackstageLabel,
  isBoundToPortal,
  namedPortalOf,
  type BindingView,
  type CatalogSync,
  type Offering,
} from '@syntasso/plugin-ske-common';
import { maskText } from '../redaction/maskText';

/** What the controller of `ske.controller` says of one Promise. */
export type ControllerReport =
  | { kind: 'notConfigured' }
  /** It was asked, and has not answered yet. */
  | { kind: 'waiting' }
  | { kind: 'unreachable' }
  | { kind: 'read'; binding: BindingView | undefined };

/** A condition, on the Promise or in the answer of the controller. */
interface SyncCondition {
  status: string;
  reason: string;
  message: string;
  /** Only the Promise says it. */
  lastTransitionTime?: string;
}

/** Whether labels of a Promise bind it, so that a controller keeps its entities. */
export const isBound = ({ metadata }: Offering): boolean =>
  isBoundToPortal(metadata) || isBoundByBackstageLabel(metadata);

/**
 * How a controller keeps the catalog entities of a Promise. The conditions on the Promise
 * are newer than the answer of the controller, which is read now and then; the commercial
 * controller writes them, too. Pure.
 *
 * @returns undefined for a Promise that is bound to no portal
 */
export function makeCatalogSync(
  offering: Offering,
  report: ControllerReport,
): CatalogSync | undefined {
  if (!isBound(offering)) return undefined;
  const { metadata, source } = offering;
  const own = conditionsOf(
    source.kind === 'definition' ? source.definition : undefined,
  );
  const given = report.kind === 'read' ? report.binding : undefined;
  const ownBinding = own.find(
    ({ type }) => type === conditionTypes.portalBinding,
  );
  const ownSync = own.find(({ type }) => type === conditionTypes.portalSync);
  const isOnPromise = ownBinding !== undefined || ownSync !== undefined;
  const standing = isOnPromise
    ? standingOf(ownBinding, ownSync)
    : standingOf(given?.binding, given?.sync);
  // By this label alone Backstage may find the Promise by itself, without a controller.
  if (standing.state === 'notReported' && !isBoundToPortal(metadata)) {
    return undefined;
  }
  return {
    ...standing,
    portal: given?.portal ?? namedPortalOf(metadata),
    lastSync: given?.lastSync,
    lastError: given?.lastError && {
      ...given.lastError,
      message: maskText(given.lastError.message, []),
    },
    controller: report.kind,
  };
}

type Standing = Pick<CatalogSync, 'state' | 'reason' | 'message' | 'since'>;

/** While it is not known where entities go, it does not count how they were last written. */
function standingOf(
  binding: SyncCondition | undefined,
  sync: SyncCondition | undefined,
): Standing {
  if (binding && binding.status !== 'True') {
    return toStanding(
      binding.status === 'False' ? 'failed' : 'inProgress',
      binding,
    );
  }
  if (sync) return toStanding(stateOfSync(sync), sync);
  return binding ? toStanding('inProgress', binding) : { state: 'notReported' };
}

function stateOfSync({ status }: SyncCondition): CatalogSync['state'] {
  if (status === 'True') return 'synced';
  return status === 'False' ? 'failed' : 'inProgress';
}

const toStanding = (
  state: CatalogSync['state'],
  { reason, message, lastTransitionTime }: SyncCondition,
): Standing => ({
  state,
  reason,
  message: maskText(message, []),
  since: lastTransitionTime,
});
