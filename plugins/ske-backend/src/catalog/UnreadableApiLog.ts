import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SharedInformer } from '@syntasso/plugin-ske-node';
import {
  describeUnreadableApi,
  findFailures,
  isRead,
  nameOf,
  placeOf,
} from './unreadableApis';

/** What is wrong with an API. */
interface Problem {
  /** What the log calls the API. */
  place: string;
  /** What has to be done. */
  remedy: string;
  isTold: boolean;
}

const keyOf = ({ place, remedy }: Pick<Problem, 'place' | 'remedy'>) =>
  `${place} ${remedy}`;

/** For definitions that the API server does not know. */
const INSTALL =
  'Install Kratix on it, or name another cluster in ske.kubernetes. It is looked for again until it is there.';

/** Tells the log once of each API that cannot be read, and when it can be read again. */
export class UnreadableApiLog {
  readonly #logger: Pick<LoggerService, 'info' | 'warn'>;
  readonly #checkReach: () => Promise<boolean>;
  /** By API and remedy: the server's own words may differ each time. */
  readonly #problems = new Map<string, Problem>();

  /**
   * @param checkReach - whether the API server answers; where it does not, that has told
   * the log, so that it is not said again for each API
   */
  constructor(
    logger: Pick<LoggerService, 'info' | 'warn'>,
    checkReach: () => Promise<boolean>,
  ) {
    this.#logger = logger;
    this.#checkReach = checkReach;
  }

  /**
   * @param informers - of all that is read
   * @param definitions - those of them that are on what is offered, such as Promises
   */
  update(informers: SharedInformer[], definitions: SharedInformer[]) {
    const before = new Map(this.#problems);
    this.#problems.clear();
    for (const { api, isUnreachable } of findFailures(informers)) {
      const problem = this.#put(before, placeOf(api), api.remedy);
      if (problem.isTold) continue;
      const tell = () => {
        problem.isTold = true;
        this.#logger.warn(describeUnreadableApi(api));
      };
      if (isUnreachable) {
        void this.#checkReach().then(isReached => {
          const isCurrent = this.#problems.get(keyOf(problem)) === problem;
          if (isReached && isCurrent && !problem.isTold) tell();
        });
      } else tell();
    }
    for (const { state, type } of definitions) {
      if (state.kind !== 'absent') continue;
      const name = nameOf(type);
      const problem = this.#put(before, name, INSTALL);
      if (problem.isTold) continue;
      problem.isTold = true;
      this.#logger.warn(
        `The cluster does not know ${name}, so nothing is offered there. ${INSTALL}`,
      );
    }
    this.#tellSolved(before, informers);
  }

  /** Keeps a problem: the one from before, where it was there. */
  #put(
    before: ReadonlyMap<string, Problem>,
    place: string,
    remedy: string,
  ): Problem {
    const key = keyOf({ place, remedy });
    const problem = this.#problems.get(key) ??
      before.get(key) ?? { place, remedy, isTold: false };
    this.#problems.set(key, problem);
    return problem;
  }

  /** Of what was told and has no problem any more: says what can be read. */
  #tellSolved(
    before: ReadonlyMap<string, Problem>,
    informers: SharedInformer[],
  ) {
    const failing = new Set(
      [...this.#problems.values()].map(({ place }) => place),
    );
    const past = [...before.values()].filter(
      ({ place, isTold }) => isTold && !failing.has(place),
    );
    if (past.length === 0) return;
    const known = new Set(informers.map(placeOfInformer));
    const read = new Set(informers.filter(isRead).map(placeOfInformer));
    const solved = new Set<string>();
    for (const problem of past) {
      const { place } = problem;
      if (read.has(place)) solved.add(place);
      // It may be away for a while before it can be read.
      else if (known.has(place)) this.#problems.set(keyOf(problem), problem);
    }
    solved.forEach(place => this.#logger.info(`${place} can be read now`));
  }
}

const placeOfInformer = ({ type, list }: SharedInformer): string =>
  placeOf({
    group: type.group,
    resource: type.plural,
    namespace: list.namespace,
  });
