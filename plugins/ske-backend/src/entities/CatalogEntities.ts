import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  refOf,
  type Manifest,
  type ObjectRef,
  type Offering,
  type TemplateDelivery,
} from '@syntasso/plugin-ske-common';
import { shareEventLoop } from '../utils/shareEventLoop';
import {
  checkMadeEntities,
  type MadeEntities,
} from './check/checkMadeEntities';
import { Customizations } from './customizations/Customizations';
import { DiscoveryReports } from './DiscoveryReports';
import { healthsOfObjects } from './healthSource';
import {
  DEFAULT_RULES,
  isOfferingInCatalog,
  isResourceInCatalog,
  type DiscoveryRules,
} from './DiscoveryRules';
import {
  makeOfferingEntities,
  makeResourceEntity,
  type OfferingNames,
} from './makeEntities';
import { CatalogNames } from './names/CatalogNames';
import { nameClaimsOf, resourceNameClaim } from './names/nameClaims';
import { ENTITY_KINDS, type EntityKind } from './names/NameTable';
import {
  objectKey,
  OfferedObjects,
  type OfferingWithResources,
} from './OfferedObjects';
import { OfferingTemplates } from './OfferingTemplates';
import { ResourceInputs } from './ResourceInputs';

/** The entities of one object. */
export interface ObjectEntities {
  key: string;
  /** None when the object is gone, or kept out of the catalog. */
  entities: Entity[];
}

/** Is called with the keys of the objects whose entities were published, or removed. */
export type PublishedListener = (keys: ReadonlySet<string>) => void;

/** An object whose entities are made, and the key of its offering. */
interface OfferedObject {
  offeringKey: string;
  ref: ObjectRef;
}

/** What the entities of an object are made from, gathered to make them later. */
type Step =
  | { key: string; offered?: undefined }
  | { key: string; offered: OfferedObject; make: () => MadeEntities };

/**
 * Makes the entities of offerings and Resources, of those that have changed, and knows
 * under which name each object is found in the catalog. A name once given stays while
 * its object lives.
 */
export class CatalogEntities {
  /** The names of their entities; its table has to be provided. */
  readonly names = new CatalogNames();
  /** The offerings and Resources that there are. */
  readonly objects = new OfferedObjects();
  /** What is changed about the entities of offerings that name a customisation. */
  readonly customizations = new Customizations();
  /** What the platform team should know. */
  readonly reports = new DiscoveryReports();
  readonly #resourceInputs = new ResourceInputs();
  readonly #templates = new OfferingTemplates();
  readonly #listeners = new Set<PublishedListener>();
  /** Whether they are published to the catalog: direct discovery runs. */
  arePublished = false;
  /** Which objects have entities, and which entities. */
  rules: DiscoveryRules = DEFAULT_RULES;
  /** What submitting a Template does. */
  delivery: TemplateDelivery = { type: 'push', targetBranch: 'main' };
  /** Tells health as pages show it; by the objects alone until something tells more. */
  healths = healthsOfObjects;
  /** What requests that are on their way add to a Resource's annotations. */
  annotationsOf: (resource: Manifest) => Record<string, string> = () => ({});

  /** Calls the listener after each update that was published. */
  onPublished(listener: PublishedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** To be called when what was generated for these objects is published. */
  notifyPublished(keys: ReadonlySet<string>) {
    if (keys.size > 0) this.#listeners.forEach(listener => listener(keys));
  }

  /**
   * Generates the entities of the objects that have changed since the last time; the
   * same ones for the same objects. Other work gets a turn in between: what it
   * changes meanwhile is for the next time.
   *
   * @param isComplete - whether all objects that there are are known
   * @throws ServiceUnavailableError while names cannot be stored
   */
  async generateChanged(isComplete = false): Promise<ObjectEntities[]> {
    const pause = shareEventLoop();
    for (const key of this.objects.changed) {
      await pause();
      const resource = this.objects.resourceAt(key)?.resource;
      // Computed once for each object: here, where other work gets a turn.
      if (resource) resourceNameClaim(resource);
    }
    if (isComplete) {
      await this.names.freeGone(({ entityKind, key, uid }) =>
        this.#nameClaimsOf(key).some(
          claim => claim.entityKind === entityKind && claim.uid === uid,
        ),
      );
    }
    let nameChanges = this.#compareNames();
    while (nameChanges) {
      await this.names.write(nameChanges);
      nameChanges = this.#compareNames();
    }
    // No other work had a turn since: each object that has changed has its names.
    const changedKeys = this.objects.takeChanged();
    try {
      this.#forgetGone(changedKeys);
      for (const key of changedKeys) {
        const entry = this.objects.offeringAt(key);
        if (entry && this.#recordResourceInputs(key, entry)) {
          for (const resource of entry.resources.keys())
            changedKeys.add(resource);
        }
      }
      const now = new Date();
      // Nor since takeChanged: all of it is of one moment.
      const steps = [...changedKeys].map(key => this.#prepare(key, now));
      const generated: ObjectEntities[] = [];
      for (const step of steps) {
        await pause();
        if (!step.offered) {
          this.reports.remove(step.key);
          this.customizations.recordPatched(step.key, []);
        }
        const entities = step.offered
          ? await this.#check(step.key, step.offered, step.make())
          : [];
        generated.push({ key: step.key, entities });
      }
      return generated;
    } catch (error) {
      this.objects.restoreChanged(changedKeys);
      throw error;
    }
  }

  /** The entity ref of an offering's or Resource's Component. */
  componentRef(ref: ObjectRef): string | undefined {
    return this.#entityRef('component', ref);
  }

  /** The entity ref of an offering's Template. */
  templateRef({ ref }: Offering): string | undefined {
    return this.#entityRef('template', ref);
  }

  /**
   * The entity ref that a Resource's Component will have, before a watch reports the
   * Resource.
   *
   * @param resource - one that was just created, with its uid
   * @throws ServiceUnavailableError while names cannot be stored
   */
  async reserveRef(resource: Manifest): Promise<string | undefined> {
    const claim = resourceNameClaim(resource);
    const changes = this.names.compare([[claim.key, [claim]]]);
    if (changes) await this.names.write(changes);
    return this.componentRef(refOf(resource));
  }

  /** Where an offering's Resources are, by the offering's name. */
  namespacesOf(offering: string): string[] {
    return this.objects.namespacesOf(offering);
  }

  /** What is to be written so that each object that has changed has its names. */
  #compareNames() {
    return this.names.compare(
      [...this.objects.changed].map(key => [key, this.#nameClaimsOf(key)]),
    );
  }

  #nameClaimsOf(key: string) {
    return nameClaimsOf(this.objects, key, this.rules, this.customizations);
  }

  #forgetGone(changedKeys: Iterable<string>) {
    for (const key of changedKeys) {
      const offering = this.objects.offeringAt(key)?.offering;
      if (!offering) this.#resourceInputs.forget(key);
      if (!offering?.api) this.#templates.forget(key);
    }
  }

  #entityRef(entityKind: EntityKind, ref: ObjectRef): string | undefined {
    const name = this.names.nameOf(entityKind, objectKey(ref));
    return name === undefined
      ? undefined
      : stringifyEntityRef({ kind: entityKind, namespace: 'default', name });
  }

  /** @returns whether the entities of an offering's Resources contain something else now */
  #recordResourceInputs(
    key: string,
    { offering }: OfferingWithResources,
  ): boolean {
    // One that is opted out has no names.
    const names = ENTITY_KINDS.map(kind => this.names.nameOf(kind, key));
    const { resourceComponent } = this.customizations.optionsOf(offering);
    const patch = this.customizations.resourcePatchOf(offering);
    return this.#resourceInputs.record(key, offering, names, {
      options: resourceComponent,
      patch,
    });
  }

  #names(offeringKey: string): OfferingNames {
    return {
      component: this.names.requireName('component', offeringKey),
      template: this.names.nameOf('template', offeringKey),
    };
  }

  /** Gathers what the entities of an object are made from, to make them later. */
  #prepare(key: string, now: Date): Step {
    const offering = this.objects.offeringAt(key)?.offering;
    if (offering && isOfferingInCatalog(offering, this.rules)) {
      const names = this.#names(key);
      const options = this.customizations.optionsOf(offering);
      const patch = this.customizations.patchOf(offering);
      const problems = this.customizations.problemsOf(offering);
      const make = () => {
        const template =
          names.template === undefined
            ? undefined
            : this.#templates.templateOf(
                offering,
                names.template,
                this.delivery,
                options,
              );
        const health = this.healths.observeOffering(offering);
        const about = { health, names, now, options, patch };
        return makeOfferingEntities(offering, about, template, problems);
      };
      const offered = { offeringKey: key, ref: offering.ref };
      return { key, offered, make };
    }
    const found = this.objects.resourceAt(key);
    if (!found || !isResourceInCatalog(found, this.rules)) return { key };
    const { resource } = found;
    const offeringKey = objectKey(found.offering.ref);
    const names = {
      resource: this.names.requireName('component', key),
      offering: this.#names(offeringKey),
    };
    const options = this.customizations.optionsOf(found.offering);
    const patch = this.customizations.resourcePatchOf(found.offering);
    const make = () => {
      const health = this.healths.observeResource(found);
      const about = { health, names, now, options, patch };
      return makeResourceEntity(found, about, this.annotationsOf(resource));
    };
    const offered = { offeringKey, ref: refOf(resource) };
    return { key, offered, make };
  }

  /** The entities as the catalog takes them; reports what is left out. */
  async #check(
    key: string,
    { offeringKey, ref }: OfferedObject,
    made: MadeEntities,
  ): Promise<Entity[]> {
    const { entities, problems } = await checkMadeEntities(ref, made);
    this.reports.put(key, offeringKey, problems);
    const unpatched = made.unpatched?.entities;
    if (key === offeringKey)
      this.customizations.recordPatched(key, entities, unpatched);
    return entities;
  }
}
