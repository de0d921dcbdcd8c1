import { createHash } from 'node:crypto';
import type { ComponentOptions, Offering } from '@syntasso/plugin-ske-common';
import type { EntityPatch } from './customizations/entityPatches';

/** What the entities of an offering's Resources contain of the offering, by its key. */
export class ResourceInputs {
  readonly #inputs = new Map<string, string>();
  readonly #schemas = new Map<string, { from: string; hash: string }>();

  forget(offeringKey: string): void {
    this.#inputs.delete(offeringKey);
    this.#schemas.delete(offeringKey);
  }

  /**
   * @param names - of the offering's own entities
   * @param changes - what customisations change about the entities of its Resources
   * @returns whether the entities of its Resources contain something else now
   */
  record(
    offeringKey: string,
    offering: Offering,
    names: readonly (string | undefined)[],
    changes: { options: ComponentOptions; patch: EntityPatch | undefined },
  ): boolean {
    const { name, audience } = offering;
    const schemas = this.#hashSchemas(offeringKey, offering);
    const inputs = JSON.stringify([name, names, audience, changes, schemas]);
    const isNew = this.#inputs.get(offeringKey) !== inputs;
    this.#inputs.set(offeringKey, inputs);
    return isNew;
  }

  /**
   * The schemas say what is secret, and no link has a secret in it. They may be long: they
   * are read again only when the definition is another one, and not for each status.
   */
  #hashSchemas(offeringKey: string, offering: Offering): string {
    const { uid, generation, annotations } = offering.metadata;
    const from = JSON.stringify([uid, generation, annotations]);
    const known = this.#schemas.get(offeringKey);
    if (generation !== undefined && known?.from === from) return known.hash;
    const hash = createHash('sha256')
      .update(JSON.stringify([offering.form?.spec, offering.form?.status]))
      .digest('base64');
    this.#schemas.set(offeringKey, { from, hash });
    return hash;
  }
}
