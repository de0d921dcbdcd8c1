import {
  assignEntityNames,
  toEntityName,
  type NameWish,
} from '@syntasso/plugin-ske-common';

/** An object that wants a name. Keys sort by age: of several the oldest gets what it wants. */
export interface OwnedWish extends NameWish {
  /** What a written name is known by, which says nothing of age. */
  owner: string;
}

/**
 * The names that entities of one kind have in the catalog. A name stays with its object as
 * long as that wants it, whoever else comes to want it, and also when the controller starts
 * again: see {@link EntityNames.keep}.
 */
export class EntityNames {
  readonly #wishes = new Map<string, NameWish>();
  /** Objects that want the same, by what they want. */
  readonly #rivals = new Map<string, Map<string, NameWish>>();
  readonly #given = new Map<string, string>();

  /**
   * Keeps a name that is written for its owner, who gets it when it claims one, if it still
   * wants it. Of two owners of one name the first one keeps it.
   */
  keep(owner: string, name: string) {
    const wish: NameWish = { key: owner, requestedName: name };
    if (this.#rivals.has(idOf(wish))) return;
    this.release(owner);
    this.#add(wish);
    this.#given.set(owner, name);
  }

  /** An object wants a name. */
  claim(wish: OwnedWish) {
    const { key, owner, requestedName } = wish;
    if (this.#wishes.get(key)?.requestedName === requestedName) return;
    this.release(key);
    const kept = this.#given.get(owner);
    this.release(owner);
    this.#add(wish);
    if (kept !== undefined && isNameFor(wish, kept)) this.#given.set(key, kept);
  }

  /** An object wants no name any more, or an owner does not come. */
  release(key: string) {
    const wish = this.#wishes.get(key);
    if (!wish) return;
    this.#wishes.delete(key);
    this.#given.delete(key);
    const id = idOf(wish);
    const rivals = this.#rivals.get(id);
    rivals?.delete(key);
    if (rivals?.size === 0) this.#rivals.delete(id);
  }

  /** The name of an object; claims it first. Its cost depends only on those who want the same. */
  nameOf(wish: OwnedWish): string {
    this.claim(wish);
    const given = this.#given.get(wish.key);
    if (given !== undefined) return given;
    const rivals = this.#rivals.get(idOf(wish)) ?? new Map<string, NameWish>();
    const name =
      assignEntityNames(rivals.values(), this.#given).get(wish.key) ??
      toEntityName(wish.requestedName);
    this.#given.set(wish.key, name);
    return name;
  }

  #add(wish: NameWish) {
    this.#wishes.set(wish.key, wish);
    const id = idOf(wish);
    const rivals = this.#rivals.get(id) ?? new Map<string, NameWish>();
    this.#rivals.set(id, rivals.set(wish.key, wish));
  }
}

/** Whether an object may have a name: it wants that, or the same with its own suffix. */
const isNameFor = (wish: NameWish, name: string) =>
  assignEntityNames([wish], new Map([[wish.key, name]])).get(wish.key) === name;

/** Names compare without case, as in the catalog. */
const idOf = ({ requestedName }: NameWish) =>
  toEntityName(requestedName).toLowerCase();
