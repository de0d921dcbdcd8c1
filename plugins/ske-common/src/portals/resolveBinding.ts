import type { Manifest } from '../kubernetes/manifest';
import { bindingLabelsOf } from './bindingLabels';
import { findNamedCustomization } from './namedCustomization';
import type { Portal } from './Portal';
import type { PortalCustomization } from './portalCustomization';

/** Reasons of the condition `PortalBindingReady` of a Promise. @public */
export const bindingReasons = [
  'BindingResolved',
  'AmbiguousPortalInstance',
  'PortalConnectionNotFound',
  'PortalIntegrationNotFound',
  'CustomizationNotFound',
  'AmbiguousCustomization',
] as const;

/** See {@link bindingReasons}. @public */
export type BindingReason = (typeof bindingReasons)[number];

/** Reasons of the condition `BackstagePortalSynced` of a Promise. @public */
export const syncReasons = [
  'EntitySynced',
  'SyncInProgress',
  'GenerateOrWriteFailed',
  'PromiseHasNoAPI',
] as const;

/** See {@link syncReasons}. @public */
export type SyncReason = (typeof syncReasons)[number];

/** The portal that a Promise is for. @public */
export type PortalBinding =
  /** It has no label for a portal. */
  | { kind: 'unbound' }
  | {
      kind: 'bound';
      reason: 'BindingResolved';
      message: string;
      portal: Portal;
      customization: PortalCustomization | undefined;
    }
  | {
      kind: 'failed';
      reason: Exclude<BindingReason, 'BindingResolved'>;
      message: string;
    };

type Failure = Extract<PortalBinding, { kind: 'failed' }>;

/** What there is to be bound to. @public */
export interface BindingContext {
  /** Undefined where nobody has configured any: no SKEIntegration is there. */
  portals: readonly Portal[] | undefined;
  /** The PortalCustomization of a name. */
  customizationOf: (name: string) => PortalCustomization | undefined;
}

/**
 * Which portal a Promise is for, and with which PortalCustomization.
 *
 * @public
 */
export function resolveBinding(
  metadata: Pick<Manifest['metadata'], 'labels'>,
  { portals, customizationOf }: BindingContext,
): PortalBinding {
  const labels = bindingLabelsOf(metadata);
  if (labels.length === 0) return { kind: 'unbound' };
  const named = findNamedCustomization(metadata, customizationOf);
  if (named.kind === 'failed')
    return fail(named.reason, `${named.problem} ${named.remedy}`);
  const customization =
    named.kind === 'found' ? named.customization : undefined;
  if (!portals) {
    return fail(
      'PortalIntegrationNotFound',
      'There is no SKEIntegration of type portal-controller, nor a portal among the values of the chart. Create one.',
    );
  }
  const portalNames = [...new Set(labels.flatMap(one => one.portal ?? []))];
  if (portalNames.length > 1) {
    return fail(
      'AmbiguousPortalInstance',
      `The Promise names the portals ${portalNames.join(
        ', ',
      )}, by the labels ${keysOf(labels)}. Keep one of them.`,
    );
  }
  const portal = findPortal(portals, portalNames[0]);
  if ('reason' in portal) return portal;
  return {
    kind: 'bound',
    reason: 'BindingResolved',
    message: `Bound to portal "${portal.name}"${
      customization ? ` with PortalCustomization "${customization.name}"` : ''
    }`,
    portal,
    customization,
  };
}

function findPortal(
  portals: readonly Portal[],
  name: string | undefined,
): Portal | Failure {
  const names = portals.map(portal => portal.name).join(', ') || 'none';
  if (name !== undefined) {
    return (
      portals.find(portal => portal.name === name) ??
      fail(
        'PortalConnectionNotFound',
        `There is no portal "${name}" of type backstage that is set up; there is ${names}.`,
      )
    );
  }
  if (portals.length === 1) return portals[0];
  return portals.length === 0
    ? fail(
        'PortalConnectionNotFound',
        'There is no portal of type backstage that is set up.',
      )
    : fail(
        'AmbiguousPortalInstance',
        `The label names none of the portals ${names}. Write its name after a dot, such as kratix.io/portal-backstage.${portals[0].name}.`,
      );
}

const keysOf = (labels: { key: string }[]) =>
  labels.map(({ key }) => key).join(', ');

const fail = (reason: Failure['reason'], message: string): Failure => ({
  kind: 'failed',
  reason,
  message,
});
