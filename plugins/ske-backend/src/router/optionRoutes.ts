import { NotFoundError } from '@backstage/errors';
import { liveOptionsOf, optionsQuerySchema } from '@syntasso/plugin-ske-common';
import type { Router } from 'express';
import { formOptions } from './formOptions';
import type { RouteContext } from './RouteContext';
import { validate } from '../utils/validate';

/**
 * Values to choose from in the form of an offering: only for people who may fill it in,
 * and only what its platform team has put into its hints.
 */
export function optionRoutes(router: Router, context: RouteContext) {
  router.get('/v1/options', async (request, response) => {
    await context.spend(request, 'options');
    const { promise: name, field } = validate(
      optionsQuerySchema,
      request.query,
    );
    const platform = await context.platform(request);
    // What is watched has its hints read already.
    const watchedOfferings = platform.cluster?.live.offerings;
    const offering =
      (watchedOfferings?.areCurrent
        ? watchedOfferings.byName(name)
        : undefined) ?? (await platform.getOffering(name));
    const credentials = await context.credentials(request);
    await context.access.requireForm(credentials, offering);
    const { form, engine } = offering;
    const source = form && liveOptionsOf(form.spec, field);
    if (!source) {
      throw new NotFoundError(
        `field: the form of ${engine.texts.offering} ${name} has no hint \`options\` from namespaces, destinations or resources at ${field}. Type the value, or ask the platform team for the hint.`,
      );
    }
    const { cluster } = platform;
    if (!cluster) {
      throw new NotFoundError(
        `Platform ${platform.name} is reached only through its repository (no \`ske.kubernetes\` in app-config), so its values cannot be listed. Type the value.`,
      );
    }
    const viewer = await context.viewer(request);
    response.json(await formOptions(source, cluster, viewer));
  });
}
