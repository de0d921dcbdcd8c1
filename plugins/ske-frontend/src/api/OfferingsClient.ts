import {
  offeringsSchema,
  type OfferingSummary,
} from '@syntasso/plugin-ske-common';
import type { Backend } from './Backend';
import { RecentAnswers } from './RecentAnswers';

export { Backend } from './Backend';

/** What the catalog's list and the Create page ask, also where nothing of ours is shown. */
export class OfferingsClient {
  readonly #backend: Backend;
  readonly #offerings = new RecentAnswers<OfferingSummary[]>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** See `SkeApi`. */
  offerings() {
    return this.#offerings.get('all', async () => {
      const body = await this.#backend.json('GET', '/v1/promises');
      return offeringsSchema.parse(body).items;
    });
  }
}
