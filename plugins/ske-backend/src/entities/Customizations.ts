import {
  entityCustomizationNameOf,
  mergeGenerationOptions,
  NO_OPTIONS,
  readEntityCustomization,
  type EntityCustomization,
  type GenerationOptions,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from './check/repairEntity';
import { objectKey } from './OfferedObjects';

/** The BackstageEntityCustomizations that there are, and the offerings that name them. */
export class Customizations {
  /** What counts where a customisation says nothing else (`ske.discovery`). */
  defaults: GenerationOptions = NO_OPTIONS;
  readonly #customizations = new Map<string, EntityCustomization>();
  /** Keys of the offerings that name a customisation, by its name. */
  readonly #boundKeys = new Map<string, Set<string>>();
  /** Names of customisations by the keys of the offerings that name them. */
  readonly #names = new Map<string, string>();

  /**
   * A customisation is there, or has changed.
   *
   * @returns keys of the offerings that name it: nothing else is made anew
   */
  put(object: Manifest): Iterable<string> {
    const { name } = object.metadata;
    this.#customizations.set(name, readEntityCustomization(object));
    return this.#boundKeys.get(name) ?? [];
  }

  /** @returns keys of the offerings that name it */
  remove({ metadata: { name } }: Manifest): Iterable<string> {
    this.#customizations.delete(name);
    return this.#boundKeys.get(name) ?? [];
  }

  /** An offering is there, or has changed. */
  putOffering({ ref, metadata }: Offering): void {
    const key = objectKey(ref);
    const name = entityCustomizationNameOf(metadata);
    if (this.#names.get(key) === name) return;
    this.removeOffering({ ref });
    if (name === undefined) return;
    this.#names.set(key, name);
    const keys = this.#boundKeys.get(name) ?? new Set();
    this.#boundKeys.set(name, keys.add(key));
  }

  removeOffering({ ref }: Pick<Offering, 'ref'>): void {
    const key = objectKey(ref);
    const name = this.#names.get(key);
    if (name === undefined) return;
    this.#names.delete(key);
    const keys = this.#boundKeys.get(name);
    keys?.delete(key);
    if (keys?.size === 0) this.#boundKeys.delete(name);
  }

  /** What an offering's customisation says, below its annotations. */
  optionsOf({ metadata }: Offering): GenerationOptions {
    const name = entityCustomizationNameOf(metadata);
    const options =
      name === undefined ? undefined : this.#customizations.get(name)?.options;
    if (!options) return this.defaults;
    // One name for all Resources of an offering is a name for none of them.
    const { name: _, ...resourceComponent } = options.resourceComponent;
    return mergeGenerationOptions(this.defaults, {
      ...options,
      resourceComponent,
    });
  }

  /** What of an offering's customisation does not count. */
  problemsOf({ metadata }: Offering): FieldProblem[] {
    const name = entityCustomizationNameOf(metadata);
    if (name === undefined) return [];
    const customization = this.#customizations.get(name);
    const place = `BackstageEntityCustomization ${name}`;
    if (!customization) {
      return [
        {
          field: place,
          reason: 'It is not there, or cannot be read.',
          remedy:
            'Create it, correct the label kratix.io/backstage-customization, or allow Backstage to list and watch backstageentitycustomizations.platform.kratix.io.',
        },
      ];
    }
    const unused = customization.containers.map((_, index) => ({
      field: `${place}: spec.containers.${index}`,
      reason: 'Direct discovery runs no containers.',
      remedy: 'Leave it to the backstage-controller, or leave it out.',
    }));
    return [
      ...customization.problems.map(({ field, problem, remedy }) => ({
        field: `${place}: ${field}`,
        reason: `${problem}.`,
        remedy,
      })),
      ...unused,
    ];
  }
}
