import { join } from 'node:path';
import type { Server } from 'node:http';
import { watch } from 'chokidar';
import type { Processes } from '../processes';
import { root } from '../root';
import { bundleApp } from './bundle';
import { serveApp } from './serve';
import { hashSources, sourcesOf, type AppName } from './sources';

/**
 * Serves a bundled app until somebody edits its sources; from then on Backstage's
 * development server does, with hot reload.
 *
 * @returns a function that stops serving it; processes are ended by `processes`.
 */
export async function startApp(options: {
  app: AppName;
  port: number;
  config: object;
  folder: string;
  processes: Processes;
  say: (text: string) => void;
  startDevServer: () => void;
}): Promise<() => Promise<void>> {
  const { app, processes, say, startDevServer } = options;
  const sources = sourcesOf(app);
  const hash = hashSources(sources);
  let server: Server;
  try {
    const folder = await bundleApp(app, options.folder, processes, say);
    server = await serveApp(folder, options.port, options.config);
  } catch (error) {
    if (processes.ending) return async () => {};
    say((error as Error).message);
    say('The development server takes over; its page shows what is wrong.');
    startDevServer();
    return async () => {};
  }
  const watcher = watch(
    sources.map(source => join(root, source)),
    { ignoreInitial: true },
  );
  let ended = false;
  const end = async () => {
    ended = true;
    await watcher.close();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  watcher.on('all', () => {
    if (ended || hashSources(sources) === hash) return;
    say('Sources changed: the development server takes over (hot reload).');
    void end().then(startDevServer);
  });
  return end;
}
