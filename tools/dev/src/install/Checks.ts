import { messageOf, reasonOf, type Check } from './report';

/** Tries one thing after another, and notes what does not work instead of stopping. */
export class Checks {
  readonly all: Check[] = [];
  readonly #say: (text: string) => void;

  /** @param say - gets what came of each, and all that is known of a problem */
  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /**
   * Tries something, and notes what came of it.
   *
   * @param describe - says what went well, if there is more to say
   * @returns what it has made, or undefined when it did not work
   */
  async attempt<Made>(
    { what, about = 'use' }: Pick<Check, 'what'> & Partial<Check>,
    work: () => Promise<Made>,
    describe: (made: Made) => string = () => 'well',
  ): Promise<Made | undefined> {
    try {
      const made = await work();
      this.all.push({ what, about });
      this.#say(`${what}: ${describe(made)}`);
      return made;
    } catch (error) {
      this.all.push({ what, about, problem: reasonOf(error) });
      this.#say(`${what}: DOES NOT WORK. ${messageOf(error)}`);
      return undefined;
    }
  }
}
