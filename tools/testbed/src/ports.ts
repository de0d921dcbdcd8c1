import getPort from 'get-port';

/** A loopback port that nobody listens on, and that no other caller here was given. */
export const freePort = (): Promise<number> => getPort({ host: '127.0.0.1' });
