import {
  entityCustomizationNameOf,
  findNamedCustomization,
  NO_OPTIONS,
  portalCustomizationNamesOf,
  readEntityCustomization,
  type EntityCustomization,
  type GenerationOptions,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from '../check/repairEntity';
import {
  readPortalPatches,
  type EntityPatch,
  type PortalPatches,
} from './entityPatches';
import { NamedObjects } from './NamedObjects';

/** The customisations that there are, and what they say of the offerings that name them. */
export class Customizations {
  /** BackstageEntityCustomizations. */
  readonly entity = new NamedObjects<EntityCustomization>(metadata => {
    const name = entityCustomizationNameOf(metadata);
    return name === undefined ? [] : [name];
  }, readEntityCustomization);
  /** PortalCustomizations. */
  readonly portal = new NamedObjects<PortalPatches>(
    portalCustomizationNamesOf,
    readPortalPatches,
  );

  /** What an offering's BackstageEntityCustomization says, below its annotations. */
  optionsOf({ metadata }: Offering): GenerationOptions {
    const name = entityCustomizationNameOf(metadata);
    if (name === undefined) return NO_OPTIONS;
    const options = this.entity.get(name)?.options ?? NO_OPTIONS;
    // One name for all Resources of an offering is a name for none of them.
    const { name: _, ...resourceComponent } = options.resourceComponent;
    return { ...options, resourceComponent };
  }

  /** What an offering's PortalCustomization changes about its entities. */
  patchOf(offering: Offering): EntityPatch | undefined {
    return this.#patchesOf(offering)?.promise;
  }

  /** What its PortalCustomization changes about the entities of its Resources. */
  resourcePatchOf(offering: Offering): EntityPatch | undefined {
    return this.#patchesOf(offering)?.resource;
  }

  /** What of an offering's customisations does not count. */
  problemsOf(offering: Offering): FieldProblem[] {
    return [
      ...this.#entityProblemsOf(offering),
      ...this.#portalProblemsOf(offering),
    ];
  }

  #namedPortal({ metadata }: Offering) {
    return findNamedCustomization(
      metadata,
      name => this.portal.get(name)?.customization,
    );
  }

  #patchesOf(offering: Offering): PortalPatches | undefined {
    const named = this.#namedPortal(offering);
    return named.kind === 'found'
      ? this.portal.get(named.customization.name)
      : undefined;
  }

  #entityProblemsOf({ metadata }: Offering): FieldProblem[] {
    const name = entityCustomizationNameOf(metadata);
    if (name === undefined) return [];
    const customization = this.entity.get(name);
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

  #portalProblemsOf(offering: Offering): FieldProblem[] {
    const named = this.#namedPortal(offering);
    if (named.kind === 'none') return [];
    if (named.kind === 'found')
      return this.#patchesOf(offering)?.problems ?? [];
    const names = portalCustomizationNamesOf(offering.metadata);
    const isThere = names.some(name => this.portal.get(name));
    return [
      {
        field: `PortalCustomization ${names.join(', ')}`,
        reason: named.problem,
        remedy: isThere
          ? named.remedy
          : `${named.remedy} If it is there, allow Backstage to list and watch portalcustomizations.platform.syntasso.io.`,
      },
    ];
  }
}
