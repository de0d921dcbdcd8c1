import { eventually } from '@internal/testbed';
import {
  ifNotFound,
  RateLimitError,
  resourceTypes,
} from '@syntasso/plugin-ske-node';
import type { TestPlatform } from '../realPlatform';

const TITLE = 'ske.backstage.component/title';
const OPT_OUT = 'kratix.io/backstage';

/** What people do with a Promise and its Resources, one change after the other. */
export class Changes {
  readonly #test: TestPlatform;
  /** The Resources that are there, the oldest first. */
  readonly #names: string[] = [];
  #count = 0;

  constructor(test: TestPlatform) {
    this.#test = test;
  }

  /** Makes so many changes: the same ones each time. */
  async make(times: number): Promise<void> {
    for (let left = times; left > 0; left -= 1) await this.#next();
  }

  /** Changes something that is written. */
  async nudge(): Promise<void> {
    this.#count += 1;
    await this.#entitle(this.#names.at(-1));
  }

  async #next() {
    const number = this.#count;
    this.#count += 1;
    switch (number % 10) {
      case 0:
      case 1:
      case 5:
        await this.#create(`cache-${number}`);
        break;
      case 4:
        await this.#optOut(this.#names[0], 'false');
        break;
      case 6:
        await this.#optOut(this.#names[0], null);
        break;
      case 8:
        await this.#delete(this.#names.shift());
        break;
      case 9:
        await this.#entitlePromise();
        break;
      default:
        await this.#entitle(this.#names[number % this.#names.length]);
    }
  }

  async #create(name: string) {
    const { client, type, resource } = this.#test;
    await eventually(`the API for ${name}`, () =>
      client.create(type, resource(name)).catch(ifNotServed),
    );
    this.#names.push(name);
  }

  async #delete(name: string | undefined) {
    if (name === undefined) return;
    await this.#test.client.delete(this.#test.type, {
      namespace: 'default',
      name,
    });
  }

  #optOut(name: string | undefined, value: string | null) {
    return this.#patch(name, { labels: { [OPT_OUT]: value } });
  }

  #entitle(name: string | undefined) {
    return this.#patch(name, {
      annotations: { [TITLE]: `Title ${this.#count}` },
    });
  }

  async #patch(name: string | undefined, metadata: object) {
    if (name === undefined) return;
    const { client, type } = this.#test;
    await client.patch(type, { namespace: 'default', name }, { metadata });
  }

  async #entitlePromise() {
    const { client, promise } = this.#test;
    await client.patch(
      resourceTypes.promises,
      { name: promise },
      { metadata: { annotations: { [TITLE]: `Title ${this.#count}` } } },
    );
  }
}

/** Its API comes with the Promise, and is "overloaded" until its storage is ready. */
const ifNotServed = (error: unknown) =>
  error instanceof RateLimitError ? undefined : ifNotFound(error);
