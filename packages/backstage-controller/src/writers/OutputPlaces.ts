import { keyOfOutput, type OutputId, type WrittenOutput } from './EntityWriter';

/**
 * Where outputs are, as far as was seen: one is usually in one place, and in two while its
 * Destination's path changes. It saves looking through all files; whose file one is, the
 * file itself says.
 */
export class OutputPlaces {
  readonly #places = new Map<
    string,
    { output: WrittenOutput; paths: Set<string> }
  >();

  add({ id, names }: WrittenOutput, path: string): void {
    const key = keyOfOutput(id);
    const place = this.#places.get(key) ?? {
      output: { id, names },
      paths: new Set(),
    };
    place.paths.add(path);
    this.#places.set(key, place);
  }

  /** From now on it is in this place alone. */
  set({ id, names }: WrittenOutput, path: string): void {
    this.#places.set(keyOfOutput(id), {
      output: { id, names },
      paths: new Set([path]),
    });
  }

  delete(id: OutputId): void {
    this.#places.delete(keyOfOutput(id));
  }

  pathsOf(id: OutputId): string[] {
    return [...(this.#places.get(keyOfOutput(id))?.paths ?? [])];
  }

  /** Of all outputs. */
  paths(): Set<string> {
    return new Set(
      [...this.#places.values()].flatMap(({ paths }) => [...paths]),
    );
  }

  outputs(): WrittenOutput[] {
    return [...this.#places.values()].map(({ output }) => output);
  }
}
