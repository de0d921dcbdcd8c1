import {
  componentOptionsOf,
  DEFAULT_OWNER,
  type ComponentOptions,
} from '../annotations/entityOptions';
import { mergeOptions } from '../annotations/readOptions';
import {
  NO_OPTIONS,
  type GenerationOptions,
} from '../customization/generationOptions';
import type { Manifest } from '../kubernetes/manifest';
import { oncePerObject } from '../utils/oncePerObject';
import { offeringTitle } from './titles';
import type { OfferedResource, Offering } from './Offering';

/**
 * What is changed about an offering's Component, by its customisation and, before that, by
 * its own annotations. Its owner and title are decided here for catalog, pages and
 * permissions.
 */
export const offeringOptionsOf = (
  { metadata }: Pick<Offering, 'metadata'>,
  { promiseComponent }: GenerationOptions,
): ComponentOptions =>
  mergeOptions(promiseComponent, componentOptionsOf(metadata.annotations));

/**
 * What is changed about a Resource's Component, by the customisation of its offering and,
 * before that, by its own annotations. See {@link offeringOptionsOf}.
 */
export const resourceOptionsOf = (
  { metadata }: Pick<Manifest, 'metadata'>,
  { resourceComponent }: GenerationOptions,
): ComponentOptions =>
  mergeOptions(resourceComponent, componentOptionsOf(metadata.annotations));

/** The owner that a Resource names itself: read once, as each viewer's decision needs it. */
const namedOwnerOf = oncePerObject(
  ({ metadata }: Manifest): string | undefined =>
    componentOptionsOf(metadata.annotations).owner,
);

/**
 * The owner of a Resource, as its Component in the catalog has it: that of its annotation,
 * else that of its offering's customisation.
 *
 * @public
 */
export const resourceOwnerOf = ({
  offering,
  resource,
}: OfferedResource): string =>
  namedOwnerOf(resource) ?? offering.resourceOwner ?? DEFAULT_OWNER;

/** The last result for each offering: the same options give the same object. */
const customizedOfferings = new WeakMap<
  Offering,
  {
    options: GenerationOptions;
    texts: ComponentTexts | undefined;
    customized: Offering;
  }
>();

/** What an offering is called, and what is said of it. @public */
export type ComponentTexts = Pick<ComponentOptions, 'title' | 'description'>;

/**
 * An offering as its Component in the catalog has it: its owner, its title, its description,
 * and the owner of its Resources. Everything else is as its definition says. Entities are
 * made from the offering itself and the options, not from this.
 *
 * @param options - of its customisation; to be the same object while nothing has changed
 * @param texts - what recipes have made of its Component, which counts more than its
 * annotations; to be the same object while nothing has changed
 * @public
 */
export function customizeOffering(
  offering: Offering,
  options: GenerationOptions,
  texts?: ComponentTexts,
): Offering {
  if (options === NO_OPTIONS && !texts) return offering;
  const known = customizedOfferings.get(offering);
  if (known?.options === options && known.texts === texts)
    return known.customized;
  const customized = new CustomizedOffering(offering, options, texts);
  customizedOfferings.set(offering, { options, texts, customized });
  return customized;
}

/** What takes time to read is read when it is used first: see `PromiseOffering`. */
class CustomizedOffering implements Offering {
  readonly #offering: Offering;
  readonly #options: ComponentOptions;
  readonly resourceOwner: string | undefined;

  constructor(
    offering: Offering,
    options: GenerationOptions,
    texts: ComponentTexts = {},
  ) {
    this.#offering = offering;
    this.#options = mergeOptions<ComponentOptions>(
      offeringOptionsOf(offering, options),
      texts,
    );
    this.resourceOwner =
      options.resourceComponent.owner ?? offering.resourceOwner;
  }

  get title() {
    const { title } = this.#options;
    if (title === undefined) return this.#offering.title;
    return offeringTitle({
      componentTitle: title,
      word: this.engine.texts.offering,
      kind: this.api?.kind,
      name: this.name,
    });
  }

  get description() {
    return this.#options.description ?? this.#offering.description;
  }

  get owner() {
    return this.#options.owner ?? this.#offering.owner;
  }

  get engine() {
    return this.#offering.engine;
  }

  get source() {
    return this.#offering.source;
  }

  get ref() {
    return this.#offering.ref;
  }

  get name() {
    return this.#offering.name;
  }

  get metadata() {
    return this.#offering.metadata;
  }

  get version() {
    return this.#offering.version;
  }

  get audience() {
    return this.#offering.audience;
  }

  get api() {
    return this.#offering.api;
  }

  get form() {
    return this.#offering.form;
  }

  get connect() {
    return this.#offering.connect;
  }

  get health() {
    return this.#offering.health;
  }

  get isAvailable() {
    return this.#offering.isAvailable;
  }
}
