import type { Entity } from '@backstage/catalog-model';
import {
  entityCustomizationNameOf,
  findNamedCustomization,
  mergeGenerationOptions,
  NO_OPTIONS,
  portalCustomizationNamesOf,
  readEntityCustomization,
  type ComponentTexts,
  type EntityCustomization,
  type GenerationOptions,
  type Manifest,
  type Offering,
} from '@syntasso/plugin-ske-common';
import type { FieldProblem } from '../check/repairEntity';
import { objectKey } from '../OfferedObjects';
import {
  readPortalPatches,
  type EntityPatch,
  type PortalPatches,
} from './entityPatches';
import { NamedObjects } from './NamedObjects';

/** Is called with the key of an offering whose customisation has changed. */
type OfferingKeyListener = (key: string) => void;

/** The customisations that there are, and what they say of the offerings that name them. */
export class Customizations {
  #defaults = NO_OPTIONS;
  #merged = new WeakMap<EntityCustomization, GenerationOptions>();
  readonly #listeners = new Set<OfferingKeyListener>();
  /** What recipes have made of the Components of offerings, by the keys of these. */
  readonly #patchedTexts = new Map<string, ComponentTexts>();
  /** BackstageEntityCustomizations. */
  readonly entity = new NamedObjects<EntityCustomization>(metadata => {
    const name = entityCustomizationNameOf(metadata);
    return name === undefined ? [] : [name];
  }, readWithoutResourceName);
  /** PortalCustomizations. */
  readonly portal = new NamedObjects<PortalPatches>(
    portalCustomizationNamesOf,
    readPortalPatches,
  );

  /**
   * What an offering's BackstageEntityCustomization says, below its annotations; the same
   * object while that is the same.
   */
  optionsOf({ metadata }: Offering): GenerationOptions {
    const name = entityCustomizationNameOf(metadata);
    const customization =
      name === undefined ? undefined : this.entity.get(name);
    return customization ? this.#withDefaults(customization) : this.#defaults;
  }

  /** What counts where a customisation says nothing else (`ske.discovery`). Default: nothing. */
  set defaults(options: GenerationOptions) {
    this.#defaults = options;
    this.#merged = new WeakMap();
  }

  /** Calls the listener for each offering whose customisation has changed. @returns ends it */
  onChange(listener: OfferingKeyListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called when a customisation of these offerings has changed. */
  notifyChanged(offeringKeys: Iterable<string>) {
    for (const key of offeringKeys)
      this.#listeners.forEach(listener => listener(key));
  }

  /** What an offering's PortalCustomization changes about its entities. */
  patchOf(offering: Offering): EntityPatch | undefined {
    return this.#patchesOf(offering)?.promise;
  }

  /** What its PortalCustomization changes about the entities of its Resources. */
  resourcePatchOf(offering: Offering): EntityPatch | undefined {
    return this.#patchesOf(offering)?.resource;
  }

  /**
   * What recipes have made of the texts of an offering's Component, when its entities were
   * made last; the same object while that is the same. Undefined: nothing.
   */
  patchedTextsOf({ ref }: Offering): ComponentTexts | undefined {
    return this.#patchedTexts.get(objectKey(ref));
  }

  /**
   * Notes the entities of an offering; none where it is gone.
   *
   * @param unpatched - as they were before recipes; default: no recipe has changed them
   */
  recordPatched(
    offeringKey: string,
    entities: Entity[],
    unpatched: Entity[] = entities,
  ) {
    const before = this.#patchedTexts.get(offeringKey);
    const texts = changedTexts(componentOf(entities), componentOf(unpatched));
    if (JSON.stringify(before) === JSON.stringify(texts)) return;
    if (texts) this.#patchedTexts.set(offeringKey, texts);
    else this.#patchedTexts.delete(offeringKey);
    this.notifyChanged([offeringKey]);
  }

  /** What of an offering's customisations does not count. */
  problemsOf(offering: Offering): FieldProblem[] {
    return [
      ...this.#entityProblemsOf(offering),
      ...this.#portalProblemsOf(offering),
    ];
  }

  #withDefaults(customization: EntityCustomization): GenerationOptions {
    const known = this.#merged.get(customization);
    if (known) return known;
    const merged = mergeGenerationOptions(
      this.#defaults,
      customization.options,
    );
    this.#merged.set(customization, merged);
    return merged;
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

const componentOf = (entities: Entity[]) =>
  entities.find(({ kind }) => kind === 'Component');

/** The texts of a Component that are others than they were. */
function changedTexts(
  component: Entity | undefined,
  unpatched: Entity | undefined,
): ComponentTexts | undefined {
  if (!component || !unpatched) return undefined;
  const { title, description } = component.metadata;
  const texts: ComponentTexts = {
    ...(title === unpatched.metadata.title ? {} : { title }),
    ...(description === unpatched.metadata.description ? {} : { description }),
  };
  return Object.keys(texts).length > 0 ? texts : undefined;
}

/** One name for all Resources of an offering is a name for none of them. */
function readWithoutResourceName(object: Manifest): EntityCustomization {
  const customization = readEntityCustomization(object);
  const { options } = customization;
  const { name: _, ...resourceComponent } = options.resourceComponent;
  return { ...customization, options: { ...options, resourceComponent } };
}
