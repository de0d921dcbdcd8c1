import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';

const CONFIG = /(<script type="backstage\.io\/config">)([\s\S]*?)(<\/script>)/;

/**
 * Serves a bundled app as a single-page application.
 *
 * @param folder - the bundle.
 * @param config - frontend configuration that overrides the bundle's own.
 * @throws Error when the port is taken or the folder holds no bundle.
 */
export async function serveApp(
  folder: string,
  port: number,
  config: object,
): Promise<Server> {
  const page = withConfig(
    readFileSync(join(folder, 'index.html'), 'utf8'),
    config,
  );
  const app = express();
  app.disable('x-powered-by');
  app.use(
    '/static',
    express.static(join(folder, 'static'), { immutable: true, maxAge: '1y' }),
    (_request, response) => response.sendStatus(404),
  );
  app.use(express.static(folder, { index: false }));
  app.get('*', (_request, response) =>
    response.type('html').set('Cache-Control', 'no-store').send(page),
  );
  return await new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', () => resolve(server));
    server.once('error', reject);
  });
}

/** Adds a configuration source to the page that overrides the others. */
export function withConfig(page: string, data: object): string {
  if (!CONFIG.test(page)) {
    throw new Error(
      'The bundled index.html has no configuration in it: is it a Backstage app?',
    );
  }
  return page.replace(
    CONFIG,
    (_, open: string, json: string, close: string) => {
      const sources = [...JSON.parse(json), { context: 'npm start', data }];
      // A "</script>" inside a value must not end the element.
      return `${open}${JSON.stringify(sources).replace(
        /</g,
        '\\u003c',
      )}${close}`;
    },
  );
}
