import type { StreamMessage } from '@syntasso/plugin-ske-common';

/** How the backend is reached. Each rejects with a ResponseError when refused. */
export interface LiveTransport {
  open(
    subjects: string[],
    lastEventId: string,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
  /** The same once, as it is now. */
  poll(subjects: string[], signal: AbortSignal): Promise<StreamMessage[]>;
  /** Asks the backend to try its own connection now. */
  reconnect(): Promise<void>;
}

/** All in milliseconds. */
export interface LiveTiming {
  /** Subjects that come and go together make one new stream. */
  gather: number;
  firstRetry: number;
  longestRetry: number;
  /** An accepted stream without a byte for so long is held back by a proxy. */
  firstByte: number;
  /** A stream that is silent for longer than this is dead. */
  silence: number;
  /** Between two polls. */
  poll: number;
  /** After so long a stream is tried again. */
  pollFor: number;
  /** After so long a subject that was refused is asked for again. */
  askAgainForRefused: number;
}

/** What a {@link LiveTiming} is by default. */
export const TIMING: LiveTiming = {
  gather: 20,
  firstRetry: 500,
  longestRetry: 10_000,
  firstByte: 6_000,
  silence: 40_000,
  poll: 10_000,
  pollFor: 5 * 60_000,
  askAgainForRefused: 15_000,
};
