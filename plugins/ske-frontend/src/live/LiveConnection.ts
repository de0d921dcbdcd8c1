import {
  Backoff,
  GOODBYE,
  streamMessageSchema,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { UpdateChannel } from './LiveStore';
import { TIMING, type LiveTiming, type LiveTransport } from './liveTransport';
import type {
  Attachment,
  SubjectConnection,
  SubjectListener,
} from './SubjectConnection';

/** Why a stream ended. `ask again`: for a subject that was refused, or not understood. */
type StreamEnd = ('restarted' | 'ask again' | 'goodbye' | 'held back') | Error;

/**
 * The one connection of a browser tab: a stream that carries all subjects of
 * the page. It is opened anew when the subjects change, told what is known
 * already, and replaced by polling where something in between buffers streams.
 */
export class LiveConnection implements SubjectConnection {
  readonly #transport: LiveTransport;
  readonly #timing: LiveTiming;
  /** Of each subject; a store that is dropped and used again listens beside its successor. */
  readonly #listeners = new Map<string, Set<SubjectListener>>();
  #lastEventId = '';
  /** Subjects of which the next stream has to tell everything. */
  readonly #toldWholeNext = new Set<string>();
  #runController: AbortController | undefined;
  /** Ends the present stream or pause, so that the next one starts. */
  #attempt = new AbortController();
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: LiveTransport, timing: Partial<LiveTiming> = {}) {
    this.#transport = transport;
    this.#timing = { ...TIMING, ...timing };
  }

  attach(subject: string, listener: SubjectListener): Attachment {
    const listeners = this.#listeners.get(subject) ?? new Set();
    this.#listeners.set(subject, listeners.add(listener));
    // What the others have been told already, this one has not.
    if (listeners.size > 1) this.#forget(subject);
    this.#changed();
    return {
      detach: () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        this.#listeners.delete(subject);
        this.#forget(subject);
        this.#changed();
      },
      refetchLater: () => this.#forget(subject),
      refetch: () => {
        this.#forget(subject);
        this.#attempt.abort();
      },
    };
  }

  retryNow() {
    void this.#transport.reconnect().catch(() => {
      // Backstage itself is away: the next stream finds out and says so.
    });
    this.#attempt.abort();
  }

  #changed() {
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => {
      if (this.#listeners.size === 0) {
        this.#runController?.abort();
        this.#runController = undefined;
      }
      this.#attempt.abort();
      if (this.#listeners.size > 0 && !this.#runController) {
        this.#runController = new AbortController();
        void this.#run(this.#runController.signal);
      }
    }, this.#timing.gather);
  }

  async #run(signal: AbortSignal) {
    const { firstRetry, longestRetry } = this.#timing;
    const backoff = new Backoff({
      firstMs: firstRetry,
      longestMs: longestRetry,
    });
    let heardAny = false;
    const streamWorks = () => {
      heardAny = true;
      backoff.reset();
    };
    let pollUntil = 0;
    while (!signal.aborted) {
      this.#attempt = new AbortController();
      const attempt = AbortSignal.any([signal, this.#attempt.signal]);
      if (Date.now() < pollUntil) {
        await this.#pollUntil(pollUntil, attempt);
        continue;
      }
      heardAny = false;
      const streamEnd = await this.#listen(attempt, streamWorks);
      if (signal.aborted) return;
      if (streamEnd === 'goodbye' && !heardAny) {
        // The backend takes the sign-in for expired: its clock may be ahead of ours.
        await this.#sleep(firstRetry, attempt);
      } else if (streamEnd === 'held back') {
        pollUntil = Date.now() + this.#timing.pollFor;
      } else if (streamEnd instanceof Error && !attempt.aborted) {
        this.#broken(streamEnd);
        await this.#sleep(backoff.fail(), attempt);
      }
    }
  }

  /** Hears one stream to its end. */
  async #listen(
    attempt: AbortSignal,
    onMessage: () => void,
  ): Promise<StreamEnd> {
    const { firstByte, silence, askAgainForRefused } = this.#timing;
    const stop = new AbortController();
    let streamEnd: StreamEnd = new Error('the connection ended');
    const endBy = (why: StreamEnd, ms: number) =>
      setTimeout(() => {
        streamEnd = why;
        stop.abort();
      }, ms);
    let quietTimer: ReturnType<typeof setTimeout> | undefined;
    let refusalTimer: ReturnType<typeof setTimeout> | undefined;
    const restartSilence = () => {
      clearTimeout(quietTimer);
      quietTimer = endBy(new Error('the connection went silent'), silence);
    };
    // `#forget` has taken their versions out of `#lastEventId`: this stream tells them whole.
    this.#toldWholeNext.clear();
    try {
      const body = await this.#transport.open(
        [...this.#listeners.keys()],
        this.#lastEventId,
        AbortSignal.any([attempt, stop.signal]),
      );
      quietTimer = endBy('held back', firstByte);
      const reader = body
        .pipeThrough(
          // The DOM types of the two ends differ in their chunk's type only.
          new TextDecoderStream() as unknown as TransformStream<
            Uint8Array,
            string
          >,
        )
        .pipeThrough(new EventSourceParserStream({ onComment: restartSilence }))
        .getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || attempt.aborted) break;
        restartSilence();
        if (value.event === GOODBYE) {
          streamEnd = 'goodbye';
          break;
        }
        onMessage();
        if (value.id) this.#remember(value.id);
        const message: unknown = JSON.parse(value.data);
        const parsed = streamMessageSchema.safeParse(message);
        if (!parsed.success) {
          this.#notUnderstood(message);
          refusalTimer ??= endBy('ask again', askAgainForRefused);
          continue;
        }
        // What it builds on was not understood.
        if (this.#toldWholeNext.has(parsed.data.subject)) continue;
        if (parsed.data.event.kind === 'refused') {
          refusalTimer ??= endBy('ask again', askAgainForRefused);
        }
        this.#take(parsed.data, 'stream');
      }
    } catch (error) {
      // An end of our own has its reason already.
      if (!stop.signal.aborted) streamEnd = error as Error;
    } finally {
      clearTimeout(quietTimer);
      clearTimeout(refusalTimer);
      stop.abort();
    }
    return attempt.aborted ? 'restarted' : streamEnd;
  }

  /** Asks now and then, until it is time to try a stream again. */
  async #pollUntil(until: number, attempt: AbortSignal) {
    while (!attempt.aborted && Date.now() < until) {
      try {
        const subjects = [...this.#listeners.keys()];
        const messages = await this.#transport.poll(subjects, attempt);
        messages.forEach(message => this.#take(message, 'poll'));
      } catch (error) {
        if (attempt.aborted) return;
        this.#broken(error as Error);
      }
      await this.#sleep(this.#timing.poll, attempt);
    }
  }

  #take(message: StreamMessage, channel: UpdateChannel) {
    this.#listeners
      .get(message.subject)
      ?.forEach(listener => listener.onEvent(message.event, channel));
  }

  #broken(error: Error) {
    for (const listeners of this.#listeners.values()) {
      listeners.forEach(listener => listener.onBroken(error));
    }
  }

  /** A subject that nobody listens to any more may still be told of for a moment. */
  #remember(eventId: string) {
    const versions = [...new URLSearchParams(eventId)];
    this.#lastEventId = new URLSearchParams(
      versions.filter(
        ([subject]) =>
          this.#listeners.has(subject) && !this.#toldWholeNext.has(subject),
      ),
    ).toString();
  }

  /** A backend of another version: one subject is lost, not the whole page. */
  #notUnderstood(message: unknown) {
    const { subject } = message as { subject?: string };
    this.#forget(subject ?? '');
    const error = Object.assign(
      new Error(
        'The backend sent something that this page does not understand. Reload the page; if that does not help, the versions of the SKE plugins in app and backend differ.',
      ),
      { name: 'ResponseError', statusCode: 500 },
    );
    this.#listeners
      .get(subject ?? '')
      ?.forEach(listener => listener.onBroken(error));
  }

  /** Its view is dropped with its store, so the next stream must tell it again. */
  #forget(subject: string) {
    this.#toldWholeNext.add(subject);
    const knownVersions = new URLSearchParams(this.#lastEventId);
    knownVersions.delete(subject);
    this.#lastEventId = knownVersions.toString();
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      if (signal.aborted) resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
