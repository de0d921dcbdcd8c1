import type {
  Attachment,
  SubjectConnection,
  SubjectListener,
} from './SubjectConnection';

/** A subject that was attached before the connection was loaded. */
interface WaitingSubject {
  subject: string;
  listener: SubjectListener;
  /** Set once the connection is loaded. */
  attachment?: Attachment;
}

/** A connection whose code is loaded when the first subject is attached. */
export class LazyConnection implements SubjectConnection {
  readonly #load: () => Promise<SubjectConnection>;
  readonly #waiting = new Set<WaitingSubject>();
  #connection: SubjectConnection | undefined;

  /** @param load - called again after it has failed */
  constructor(load: () => Promise<SubjectConnection>) {
    this.#load = load;
  }

  attach(subject: string, listener: SubjectListener): Attachment {
    if (this.#connection) return this.#connection.attach(subject, listener);
    const waiting: WaitingSubject = { subject, listener };
    this.#waiting.add(waiting);
    void this.#connect();
    return {
      detach: () => {
        this.#waiting.delete(waiting);
        waiting.attachment?.detach();
      },
      refetch: () => waiting.attachment?.refetch(),
      refetchLater: () => waiting.attachment?.refetchLater(),
    };
  }

  retryNow() {
    if (this.#connection) this.#connection.retryNow();
    else void this.#connect();
  }

  async #connect() {
    let connection: SubjectConnection;
    try {
      connection = await this.#load();
    } catch (error) {
      this.#waiting.forEach(({ listener }) =>
        listener.onBroken(error as Error),
      );
      return;
    }
    this.#connection = connection;
    for (const waiting of this.#waiting) {
      const { subject, listener } = waiting;
      waiting.attachment = connection.attach(subject, listener);
    }
    this.#waiting.clear();
  }
}
