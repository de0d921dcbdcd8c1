import type { Entity } from '@backstage/catalog-model';
import {
  makeOfferingTemplate,
  type GenerationOptions,
  type Offering,
  type TemplateDelivery,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from './check/repairEntity';
import { objectKey } from './OfferedObjects';

/** The Template of an offering, or why there is none. */
export interface MadeTemplate {
  template: Entity | undefined;
  problem: FieldProblem | undefined;
}

/**
 * Templates of offerings. One is made again only when what it is made from has changed:
 * its schema may be long.
 */
export class OfferingTemplates {
  readonly #templates = new Map<string, { from: string; made: MadeTemplate }>();

  forget(offeringKey: string) {
    this.#templates.delete(offeringKey);
  }

  templateOf(
    offering: Offering,
    name: string,
    delivery: TemplateDelivery,
    options: GenerationOptions,
  ): MadeTemplate {
    const { uid, generation, annotations, labels } = offering.metadata;
    const inputs = JSON.stringify([
      ...[uid, generation, annotations, labels],
      ...[name, delivery, options.template],
      // In its labels.
      ...[offering.version, options.promiseComponent.labels],
    ]);
    const key = objectKey(offering.ref);
    const cached = this.#templates.get(key);
    if (generation !== undefined && cached?.from === inputs) return cached.made;
    const made = makeTemplate(offering, name, delivery, options);
    this.#templates.set(key, { from: inputs, made });
    return made;
  }
}

/** One that fails must not keep all others from the catalog. */
function makeTemplate(
  offering: Offering,
  name: string,
  delivery: TemplateDelivery,
  options: GenerationOptions,
): MadeTemplate {
  try {
    const template = makeOfferingTemplate(offering, name, delivery, options);
    return { template, problem: undefined };
  } catch (error) {
    const problem = {
      field: 'entity',
      reason: `No Template can be made of its API: ${error}`,
      remedy: `Correct the schema of the API of ${offering.engine.texts.offering} ${offering.name}.`,
    };
    return { template: undefined, problem };
  }
}
