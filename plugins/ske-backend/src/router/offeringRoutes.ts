import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  offeringTemplateName,
  toEntityName,
  type Offering,
  type OfferingSummary,
} from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import type { Platform } from '../platform/Platform';
import type { RouteContext } from './RouteContext';

/** Which offerings there are, and which of them can be requested now. */
export function offeringRoutes(router: Router, context: RouteContext) {
  router.get('/v1/promises', async (request, response) => {
    const platform = await context.platform(request);
    const viewer = await context.viewer(request);
    const offerings = await listOfferings(platform);
    const credentials = await context.credentials(request);
    const refusalOf = await context.access.requestRefusals(credentials);
    const items = offerings
      .filter(offering => viewer.offeringRefusal(offering) === undefined)
      .map((offering): OfferingSummary => {
        const refusal = refusalOf(offering);
        return {
          name: offering.name,
          title: offering.title,
          description: offering.description,
          templateRef: templateRefOf(platform, offering),
          health: healthOf(platform, offering),
          offers: offering.api !== undefined,
          available: offering.isAvailable,
          create: refusal
            ? { allowed: false, by: 'backstage', reason: refusal.message }
            : { allowed: true },
        };
      });
    response.json({ items });
  });
}

/** What is watched is not read again. */
async function listOfferings(platform: Platform): Promise<Offering[]> {
  const watchedOfferings = platform.cluster?.live.offerings;
  return watchedOfferings?.areCurrent
    ? watchedOfferings.list()
    : platform.listOfferings();
}

/** Those who publish entities otherwise name Templates as we do. */
function templateRefOf(
  { cluster }: Platform,
  offering: Offering,
): string | undefined {
  const { source, api } = offering;
  if (!api) return undefined;
  const knownRef =
    source.kind === 'entity'
      ? source.templateRef
      : cluster?.live.entities.templateRef(offering);
  const name = toEntityName(offeringTemplateName(offering));
  return (
    knownRef ??
    stringifyEntityRef({ kind: 'template', namespace: 'default', name })
  );
}

/** As pages show it. */
const healthOf = ({ cluster }: Platform, offering: Offering) =>
  cluster ? cluster.live.healths.observeOffering(offering) : offering.health;
