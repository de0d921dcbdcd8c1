import type { StreamEvent } from '@syntasso/plugin-ske-common';
import type { UpdateChannel } from './LiveStore';

/** Who hears about a subject. */
export interface SubjectListener {
  onEvent(event: StreamEvent, channel: UpdateChannel): void;
  /** Nothing can be heard; it is being tried again. */
  onBroken(error: Error): void;
}

/** A subject on the connection. */
export interface Attachment {
  detach(): void;
  /** The view is lost here: asks for all of it again, now. */
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
