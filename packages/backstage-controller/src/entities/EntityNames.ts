import {
  assignEntityNames,
  toEntityName,
  type NameWish,
} from '@syntasso/plugin-ske-common';

/**
 * The names that entities of one kind have in the catalog. A name stays with its object as
 * long as that wants it, whoever else comes to want it. Nothing is stored: keys sort by
 * age, so that after a restart the oldest has the plain name again.
 */
export class EntityNames {
  readonly #wishes = new Map<string, NameWish>();
  /** Objects that want the same, by what they want. */
  readonly #rivals = new Map<string, Map<string, NameWish>>();
  readonly #given = new Map<string, string>();

  /** An object wants a name. */
  claim(wish: NameWish) {
    const known = this.#wishes.get(wish.key);
    if (known?.requestedName === wish.requestedName) return;
    this.release(wish.key);
    this.#wishes.set(wish.key, wish);
    const id = idOf(wish);
    const rivals = this.#rivals.get(id) ?? new Map<string, NameWish>();
    this.#rivals.set(id, rivals.set(wish.key, wish));
  }

  /** An object wants no name any more. */
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
  nameOf(wish: NameWish): string {
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
}

/** Names compare without case, as in the catalog. */
const idOf = ({ requestedName }: NameWish) =>
  toEntityName(requestedName).toLowerCase();
