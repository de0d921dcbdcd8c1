import type { Bucket, ReadObject } from '../Bucket';

/** A bucket in memory, which notes what is asked of it. */
export class FakeBucket implements Bucket {
  readonly objects = new Map<string, string>();
  /** Such as `put dependencies/redis/catalog-info.yaml`. */
  readonly asked: string[] = [];
  /** Called before each request. */
  before: (request: string) => void = () => {};

  async read(key: string, expected: string | undefined): Promise<ReadObject> {
    this.#note('read', key);
    const text = this.objects.get(key);
    if (text === undefined) return { kind: 'missing' };
    return text === expected ? { kind: 'same' } : { kind: 'other', text };
  }

  async put(key: string, text: string): Promise<void> {
    this.#note('put', key);
    this.objects.set(key, text);
  }

  async delete(key: string): Promise<void> {
    this.#note('delete', key);
    this.objects.delete(key);
  }

  async list(prefix: string): Promise<string[]> {
    this.#note('list', prefix);
    return [...this.objects.keys()].filter(key => key.startsWith(prefix));
  }

  get writes(): string[] {
    return this.asked.filter(request => /^(put|delete) /.test(request));
  }

  #note(verb: string, key: string) {
    const request = `${verb} ${key}`;
    this.before(request);
    this.asked.push(request);
  }
}
