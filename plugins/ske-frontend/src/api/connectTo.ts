import { LiveConnection } from '../live/LiveConnection';
import type { Backend } from './Backend';
import { streamTransport } from './streamTransport';

/** The live connection of a browser tab to its backend. */
export const connectTo = (backend: Backend) =>
  new LiveConnection(streamTransport((path, init) => backend.send(path, init)));
