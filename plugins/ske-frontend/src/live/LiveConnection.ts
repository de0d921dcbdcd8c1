import {
  Backoff,
  GOODBYE,
  streamMessageSchema,
  type StreamEvent,
  type StreamMessage,
} from '@syntasso/plugin-ske-common';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { UpdateChannel } from './LiveStore';
import { TIMING, type LiveTiming, type LiveTransport } from './liveTransport';

/** Who hears about a subject. */
export interface Sink {
  onEvent(event: StreamEvent, delivery: UpdateChannel): void;
  /** Nothing can be heard; it is being tried again. */
  onBroken(error: Error): void;
}

/** A subject on the connection. */
export interface Attachment {
  detach(): void;
  /** What was told is not kept here any more: all of it is wanted again. */
  askAgain(): void;
  /** The same, whenever the next stream begins. */
  forget(): void;
}

/** Why a stream ended. */
type Ending = 'subjects changed' | 'goodbye' | 'held back' | Error;

/**
 * The one connection of a browser tab: a stream that carries all subjects of
 * the page. It is opened anew when the subjects change, told what is known
 * already, and replaced by polling where something in between buffers streams.
 */
export class LiveConnection {
  readonly #transport: LiveTransport;
  readonly #timing: LiveTiming;
  readonly #sinks = new Map<string, Sink>();
  #lastEventId = '';
  /** Subjects of which the next stream has to tell everything. */
  readonly #owed = new Set<string>();
  #running: AbortController | undefined;
  /** Ends the present stream or pause, so that the next one begins. */
  #turn = new AbortController();
  #gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: LiveTransport, timing: Partial<LiveTiming> = {}) {
    this.#transport = transport;
    this.#timing = { ...TIMING, ...timing };
  }

  /** Begins to listen to a subject. One sink per subject. */
  attach(subject: string, sink: Sink): Attachment {
    this.#sinks.set(subject, sink);
    this.#changed();
    return {
      detach: () => {
        // Somebody else may listen to the same by now.
        if (this.#sinks.get(subject) !== sink) return;
        this.#sinks.delete(subject);
        this.#forget(subject);
        this.#changed();
      },
      forget: () => this.#forget(subject),
      askAgain: () => {
        this.#forget(subject);
        this.#turn.abort();
      },
    };
  }

  /** Tries at once, here and in the backend. */
  retryNow() {
    void this.#transport.reconnect().catch(() => {
      // Backstage itself is away: the next stream finds out and says so.
    });
    this.#turn.abort();
  }

  #changed() {
    clearTimeout(this.#gathering);
    this.#gathering = setTimeout(() => {
      if (this.#sinks.size === 0) {
        this.#running?.abort();
        this.#running = undefined;
      }
      this.#turn.abort();
      if (this.#sinks.size > 0 && !this.#running) {
        this.#running = new AbortController();
        void this.#run(this.#running.signal);
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
    const heard = () => {
      heardAny = true;
      backoff.reset();
    };
    let pollUntil = 0;
    while (!signal.aborted) {
      this.#turn = new AbortController();
      const turn = AbortSignal.any([signal, this.#turn.signal]);
      if (Date.now() < pollUntil) {
        await this.#pollUntil(pollUntil, turn);
        continue;
      }
      heardAny = false;
      const ending = await this.#listen(turn, heard);
      if (signal.aborted) return;
      if (ending === 'goodbye' && !heardAny) {
        // Expired on arrival: a pause, for a clock that is ahead of the other.
        await this.#sleep(firstRetry, turn);
      } else if (ending === 'held back') {
        pollUntil = Date.now() + this.#timing.pollFor;
      } else if (ending instanceof Error && !turn.aborted) {
        this.#sinks.forEach(sink => sink.onBroken(ending));
        await this.#sleep(backoff.fail(), turn);
      }
    }
  }

  /** Hears one stream to its end. */
  async #listen(turn: AbortSignal, onMessage: () => void): Promise<Ending> {
    const { firstByte, silence, refused } = this.#timing;
    const stop = new AbortController();
    let ending: Ending = new Error('the connection ended');
    const endBy = (why: Ending, ms: number) =>
      setTimeout(() => {
        ending = why;
        stop.abort();
      }, ms);
    let patience: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(patience);
      patience = endBy(new Error('the connection went silent'), silence);
    };
    // Their versions are not among those that the backend is told.
    this.#owed.clear();
    try {
      const body = await this.#transport.open(
        [...this.#sinks.keys()],
        this.#lastEventId,
        AbortSignal.any([turn, stop.signal]),
      );
      patience = endBy('held back', firstByte);
      const reader = body
        .pipeThrough(
          // The DOM types of the two ends differ in their chunk's type only.
          new TextDecoderStream() as unknown as TransformStream<
            Uint8Array,
            string
          >,
        )
        .pipeThrough(new EventSourceParserStream({ onComment: heard }))
        .getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || turn.aborted) break;
        heard();
        if (value.event === GOODBYE) {
          ending = 'goodbye';
          break;
        }
        onMessage();
        if (value.id) this.#remember(value.id);
        const message: unknown = JSON.parse(value.data);
        const read = streamMessageSchema.safeParse(message);
        if (!read.success) {
          this.#notUnderstood(message);
          again ??= endBy('subjects changed', refused);
          continue;
        }
        // What it builds on was not understood.
        if (this.#owed.has(read.data.subject)) continue;
        if (read.data.event.kind === 'refused') {
          again ??= endBy('subjects changed', refused);
        }
        this.#take(read.data, 'stream');
      }
    } catch (error) {
      // An ending of our own has its reason already.
      if (!stop.signal.aborted) ending = error as Error;
    } finally {
      clearTimeout(patience);
      clearTimeout(again);
      stop.abort();
    }
    return turn.aborted ? 'subjects changed' : ending;
  }

  /** Asks now and then, until it is time to try a stream again. */
  async #pollUntil(until: number, turn: AbortSignal) {
    while (!turn.aborted && Date.now() < until) {
      try {
        const subjects = [...this.#sinks.keys()];
        const messages = await this.#transport.poll(subjects, turn);
        messages.forEach(message => this.#take(message, 'poll'));
      } catch (error) {
        if (turn.aborted) return;
        this.#sinks.forEach(sink => sink.onBroken(error as Error));
      }
      await this.#sleep(this.#timing.poll, turn);
    }
  }

  #take(message: StreamMessage, delivery: UpdateChannel) {
    this.#sinks.get(message.subject)?.onEvent(message.event, delivery);
  }

  /** A subject that nobody listens to any more may still be told of for a moment. */
  #remember(eventId: string) {
    const versions = [...new URLSearchParams(eventId)];
    this.#lastEventId = new URLSearchParams(
      versions.filter(
        ([subject]) => this.#sinks.has(subject) && !this.#owed.has(subject),
      ),
    ).toString();
  }

  /** A backend of another version: one subject is lost, not the whole page. */
  #notUnderstood(message: unknown) {
    const { subject } = message as { subject?: string };
    this.#forget(subject ?? '');
    this.#sinks
      .get(subject ?? '')
      ?.onBroken(
        Object.assign(
          new Error(
            'The backend sent something that this page does not understand. Reload the page; if that does not help, the versions of the SKE plugins in app and backend differ.',
          ),
          { name: 'ResponseError', statusCode: 500 },
        ),
      );
  }

  /** Its view is dropped with its store, so the next stream must tell it again. */
  #forget(subject: string) {
    this.#owed.add(subject);
    const known = new URLSearchParams(this.#lastEventId);
    known.delete(subject);
    this.#lastEventId = known.toString();
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
