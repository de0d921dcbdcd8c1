import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProblem,
  EntityProblems,
  UnreadableApi,
} from '@syntasso/plugin-ske-common';

/** Most problems that the log names at once: a Promise may have thousands of Resources. */
const MOST_LOGGED = 20;
/** Most problems that are kept of one object: an annotation may be very long. */
const MOST_OF_OBJECT = 20;
/** Most examples where problems of many objects are shown. */
const MOST_EXAMPLES = 100;

interface ObjectProblems {
  /** Key of the offering that the object is, or is a Resource of. */
  offeringKey: string;
  problems: EntityProblem[];
}

/** What direct discovery has to tell the platform team, as it is now. */
export class DiscoveryReports {
  /** The APIs of which nothing new comes into the catalog. */
  unreadableApis: UnreadableApi[] = [];
  /** By the keys of objects; of those that have any. */
  readonly #problems = new Map<string, ObjectProblems>();
  /** The keys of the objects with problems, by their offerings. */
  readonly #keys = new Map<string, Set<string>>();
  readonly #listeners = new Map<string, Set<() => void>>();
  /** What the log does not have yet. */
  readonly #newTexts: string[] = [];

  /** Says what is wrong with the entities of an object, in place of what was. */
  put(key: string, offeringKey: string, problems: EntityProblem[]) {
    const before = this.#problems.get(key);
    const beforeTexts = new Set(before?.problems.map(describeEntityProblem));
    const byText = new Map(
      problems
        .slice(0, MOST_OF_OBJECT)
        .map(problem => [describeEntityProblem(problem), problem]),
    );
    const newTexts = [...byText.keys()].filter(text => !beforeTexts.has(text));
    const isSame =
      newTexts.length === 0 &&
      byText.size === beforeTexts.size &&
      (before?.offeringKey ?? offeringKey) === offeringKey;
    if (isSame) return;
    this.#newTexts.push(...newTexts);
    if (before) this.#keys.get(before.offeringKey)?.delete(key);
    if (byText.size > 0) {
      this.#problems.set(key, { offeringKey, problems: [...byText.values()] });
      const keys = this.#keys.get(offeringKey) ?? new Set();
      this.#keys.set(offeringKey, keys.add(key));
    } else this.#problems.delete(key);
    this.#listeners.get(offeringKey)?.forEach(listener => listener());
  }

  /** An object is gone. */
  remove(key: string) {
    const before = this.#problems.get(key);
    if (before) this.put(key, before.offeringKey, []);
  }

  /** What is wrong with the entities of one object. */
  problemsOf(key: string): EntityProblem[] {
    return this.#problems.get(key)?.problems ?? [];
  }

  /** The keys of the objects with problems of an offering, itself included. */
  keysOf(offeringKey: string): Iterable<string> {
    return this.#keys.get(offeringKey) ?? [];
  }

  get all(): EntityProblems {
    const examples: EntityProblem[] = [];
    for (const { problems } of this.#problems.values()) {
      if (examples.length >= MOST_EXAMPLES) break;
      examples.push(...problems);
    }
    return { objects: this.#problems.size, examples };
  }

  /** Calls the listener when problems of an offering or of its Resources change. */
  onChange(offeringKey: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(offeringKey) ?? new Set();
    this.#listeners.set(offeringKey, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(offeringKey);
    };
  }

  /** Writes what is new into the log: once for each object and text. */
  logNew(logger: Pick<LoggerService, 'warn'>) {
    const newTexts = this.#newTexts.splice(0);
    for (const text of newTexts.slice(0, MOST_LOGGED)) logger.warn(text);
    const more = newTexts.length - MOST_LOGGED;
    if (more > 0) {
      logger.warn(
        `${more} more problems of entities: the page of the platform's health names them`,
      );
    }
  }
}

/** A problem in one sentence for the log, with its remedy. */
export function describeEntityProblem(problem: EntityProblem): string {
  const { object, entity, field, reason, remedy } = problem;
  const name = [object.namespace, object.name].filter(Boolean).join('/');
  const what =
    field === 'entity'
      ? `no ${entity} of it is in the catalog`
      : `${field} of its ${entity} is left out`;
  return `${object.kind} ${name}: ${what}. ${reason} ${remedy}`;
}
