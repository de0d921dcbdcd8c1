import { isError } from '@backstage/errors';
import type { Manifest } from '@syntasso/plugin-ske-common';
import { resourceTypes, type ResourceType } from '@syntasso/plugin-ske-node';
import {
  objectKeyOf,
  OWN_SELECTOR,
  PORTAL_LABEL_PREFIX,
} from '../platform/names';
import type { PlatformApi } from '../platform/PlatformApi';
import { portalLabelsOf, type PortalObjects } from './portalObjects';

/** Kinds of which the controller makes objects for portals. */
const OWNED_TYPES: ResourceType[] = [
  resourceTypes.destinations,
  resourceTypes.gitStateStores,
  resourceTypes.bucketStateStores,
];

/** Why something that a portal needs is not there. */
export interface SetupProblem {
  portal: string;
  message: string;
}

/**
 * Makes what portals need on the platform, and removes what no portal needs any more.
 * What is removed is found by its labels, so that nothing stays after a restart.
 *
 * @param options.removes - false while not all portals are known that there should be
 * @returns what could not be done; the other portals are set up nevertheless
 */
export async function ensurePortalObjects(
  platform: PlatformApi,
  portals: PortalObjects[],
  { removes = true } = {},
): Promise<SetupProblem[]> {
  const problems: SetupProblem[] = [];
  const attempt = async (portal: string, act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      problems.push({
        portal,
        message: isError(error) ? error.message : String(error),
      });
    }
  };
  for (const needs of portals) {
    await attempt(needs.portal, () => setUp(platform, needs));
  }
  if (removes) await attempt('', () => removeUnneeded(platform, portals));
  return problems;
}

async function setUp(platform: PlatformApi, needs: PortalObjects) {
  for (const { type, name } of needs.needed) {
    if (!(await platform.find(type, { name }))) {
      throw new Error(
        `${type.plural} "${name}", which the portal names, does not exist. Create it, or correct its name`,
      );
    }
  }
  for (const { type, object } of needs.owned) {
    await platform.apply(type, object);
  }
  if (needs.adopted !== undefined) {
    await adopt(platform, needs.portal, needs.adopted);
  }
}

async function adopt(platform: PlatformApi, portal: string, name: string) {
  const labels = portalLabelsOf(portal);
  const existing = await platform.find(resourceTypes.destinations, { name });
  if (!existing) {
    throw new Error(
      `Destination "${name}", which the portal names, does not exist. Create it, or correct config.destination.name`,
    );
  }
  await setLabels(platform, existing, labels);
}

/** Sets labels by a patch: by server-side apply two portals would take them from each other. */
async function setLabels(
  platform: PlatformApi,
  { metadata }: Manifest,
  labels: Record<string, string | null>,
) {
  const isSet = Object.entries(labels).every(
    ([key, value]) => (metadata.labels?.[key] ?? null) === value,
  );
  if (isSet) return;
  await platform.patch(
    resourceTypes.destinations,
    { name: metadata.name },
    { metadata: { labels } },
  );
}

async function removeUnneeded(platform: PlatformApi, portals: PortalObjects[]) {
  const needed = new Set(
    portals.flatMap(({ owned }) =>
      owned.map(({ type, object }) => keyOf(type, object)),
    ),
  );
  for (const type of OWNED_TYPES) {
    const own = await platform.list(type, { labelSelector: OWN_SELECTOR });
    for (const object of own) {
      if (needed.has(keyOf(type, object))) continue;
      await platform.delete(type, objectKeyOf(object));
    }
  }
  await removeLabels(platform, portals);
}

/** Takes the labels from Destinations that are not for a portal any more. */
async function removeLabels(platform: PlatformApi, portals: PortalObjects[]) {
  for (const destination of await platform.list(resourceTypes.destinations)) {
    const { name, labels = {} } = destination.metadata;
    const unneeded = Object.keys(labels).filter(
      label =>
        label.startsWith(PORTAL_LABEL_PREFIX) &&
        !portals.some(portal => isFor(portal, name, label)),
    );
    if (unneeded.length === 0) continue;
    await setLabels(
      platform,
      destination,
      Object.fromEntries(unneeded.map(label => [label, null])),
    );
  }
}

const isFor = (
  { portal, adopted, owned }: PortalObjects,
  destination: string,
  label: string,
) =>
  label === `${PORTAL_LABEL_PREFIX}${portal}` &&
  (adopted === destination ||
    owned.some(({ object }) => object.metadata.name === destination));

const keyOf = (type: ResourceType, { metadata }: Manifest) =>
  `${type.plural}/${metadata.name}`;
