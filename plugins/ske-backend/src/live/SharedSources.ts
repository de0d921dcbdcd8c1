import { LiveSource, type Subject } from './LiveSource';

/** Sources by what they show and to whom, each there once while it is looked at. */
export class SharedSources {
  readonly #sources = new Map<string, LiveSource>();

  get(key: string, subject: () => Subject): LiveSource {
    let source = this.#sources.get(key);
    if (!source) {
      source = new LiveSource(subject(), () => this.#sources.delete(key));
      this.#sources.set(key, source);
    }
    return source;
  }
}
