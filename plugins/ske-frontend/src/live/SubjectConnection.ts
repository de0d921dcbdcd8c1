import type { StreamEvent } from '@syntasso/plugin-ske-common';
import type { UpdateChannel } from './LiveStore';

/** Is told how a subject changes. */
export interface SubjectListener {
  onEvent(event: StreamEvent, channel: UpdateChannel): void;
  /** The connection is lost; it is being tried again. */
  onBroken(error: Error): void;
}

/** A subject on the connection. */
export interface Attachment {
  detach(): void;
  /** Asks for the whole view again, now, because the one here is lost. */
  refetch(): void;
  /** The same, when the next stream starts. */
  refetchLater(): void;
}

/** Tells about subjects as they change. */
export interface SubjectConnection {
  /** Begins to listen to a subject. One listener per subject. */
  attach(subject: string, listener: SubjectListener): Attachment;
  /** Tries at once, here and in the backend. */
  retryNow(): void;
}
