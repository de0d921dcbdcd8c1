import {
  deliveryOfPortal,
  entityCustomizationNameOf,
  isBoundByBackstageLabel,
  mergeGenerationOptions,
  optionsOfPortal,
  resolveBinding,
  type EntityCustomization,
  type Manifest,
  type Portal,
  type PortalCustomization,
} from '@syntasso/plugin-ske-common';
import type { ControllerConfig } from '../config/controllerConfig';
import type { CurrentPortals } from '../portals/PortalSource';
import { portalLabelsOf } from '../portals/portalObjects';
import type { Binding, ResolvedBinding, Target } from './Binding';
import { readLane } from './lanes';

/** What a Promise can be bound to. */
export interface ResolveContext {
  portals: CurrentPortals;
  backstage: ControllerConfig['backstage'];
  portalCustomizationOf: (name: string) => PortalCustomization | undefined;
  entityCustomizationOf: (name: string) => EntityCustomization | undefined;
  /** Whether containers other than `portal-patch` can run. */
  runsContainers: boolean;
  /** Why some may not be known although they are there. */
  unreadable: Record<
    'portalCustomizations' | 'entityCustomizations',
    string | undefined
  >;
}

/**
 * What the labels of a Promise say. A portal counts before the label of the Backstage
 * Controller: both would write entities of the same names, and one catalog may read both.
 */
export function resolvePromise(
  { metadata }: Manifest,
  context: ResolveContext,
): ResolvedBinding {
  const { portals } = context;
  const bound = resolveBinding(metadata, {
    portals: portals.kind === 'known' ? portals.portals : undefined,
    customizationOf: context.portalCustomizationOf,
  });
  if (bound.kind === 'failed') {
    return { ...bound, message: explain(bound, context) };
  }
  if (bound.kind === 'bound') {
    return withEntityCustomization(
      metadata,
      targetOfPortal(bound.portal, context.backstage.delivery),
      { portal: bound.portal, customization: bound.customization },
      bound.message,
      context,
    );
  }
  if (!isBoundByBackstageLabel(metadata)) return { kind: 'unbound' };
  const { destination, delivery } = context.backstage;
  const target: Target = {
    portal: undefined,
    delivery,
    destinationSelectors: [destination.labels],
    destinationPath: destination.path,
  };
  return withEntityCustomization(
    metadata,
    target,
    {},
    'Bound by the label kratix.io/backstage',
    context,
  );
}

/** What is missed may be there, and not be read. */
function explain(
  { reason, message }: { reason: string; message: string },
  { portals, unreadable }: ResolveContext,
): string {
  if (reason === 'PortalIntegrationNotFound' && portals.kind === 'unknown') {
    return portals.message;
  }
  return reason === 'CustomizationNotFound' && unreadable.portalCustomizations
    ? `${message} ${unreadable.portalCustomizations}`
    : message;
}

const targetOfPortal = (
  portal: Portal,
  { requestsRepoUrl, targetBranch }: Target['delivery'],
): Target => ({
  portal: portal.name,
  delivery: { ...deliveryOfPortal(portal), requestsRepoUrl, targetBranch },
  destinationSelectors: [portalLabelsOf(portal.name)],
  destinationPath:
    portal.destination.kind === 'owned' ? portal.destination.path : portal.name,
});

/** Adds what the BackstageEntityCustomization says that the Promise names, if it names one. */
function withEntityCustomization(
  metadata: Manifest['metadata'],
  target: Target,
  by: { portal?: Portal; customization?: PortalCustomization },
  message: string,
  { entityCustomizationOf, unreadable, runsContainers }: ResolveContext,
): ResolvedBinding {
  const name = entityCustomizationNameOf(metadata);
  const customization = name ? entityCustomizationOf(name) : undefined;
  if (name && !customization) {
    return {
      kind: 'failed',
      reason: 'CustomizationNotFound',
      message: [
        `There is no BackstageEntityCustomization "${name}", which label kratix.io/backstage-customization names. Create it, or correct the label.`,
        ...(unreadable.entityCustomizations
          ? [unreadable.entityCustomizations]
          : []),
      ].join(' '),
    };
  }
  const binding = makeBinding(target, by, customization, runsContainers);
  return {
    kind: 'bound',
    binding,
    message: customization
      ? `${message}, with BackstageEntityCustomization "${customization.name}"`
      : message,
  };
}

function makeBinding(
  target: Target,
  by: { portal?: Portal; customization?: PortalCustomization },
  customization: EntityCustomization | undefined,
  runsContainers: boolean,
): Binding {
  const laneOf = (lane: 'promise' | 'resource') =>
    readLane(
      [
        {
          where: `BackstageEntityCustomization "${customization?.name}"`,
          containers: customization?.containers ?? [],
        },
        {
          where: `PortalCustomization "${by.customization?.name}", spec.${lane}.configure`,
          containers: by.customization?.[lane]?.containers ?? [],
          spec: by.customization?.[lane]?.spec,
        },
      ],
      {
        runsContainers,
        imagePullSecrets: by.portal?.adapter.imagePullSecrets ?? [],
      },
    );
  // A portal has a Destination of its own; only the others can be chosen.
  const selectors =
    target.portal === undefined
      ? customization?.destinationSelectors ?? []
      : [];
  return {
    target:
      selectors.length > 0
        ? { ...target, destinationSelectors: selectors }
        : target,
    options: mergeGenerationOptions(
      by.portal ? optionsOfPortal(by.portal) : {},
      customization?.options ?? {},
    ),
    lanes: { promise: laneOf('promise'), resource: laneOf('resource') },
    problems: [
      ...(customization?.problems ?? []),
      ...(by.customization?.problems ?? []),
    ].map(({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`),
  };
}
