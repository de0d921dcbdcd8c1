import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root';
import { serveApp, withConfig } from './serve';
import { configsOf, hashSources, sourcesOf } from './sources';

const page = (json: string) =>
  `<html><script type="backstage.io/config">${json}</script></html>`;

const configOf = (html: string) =>
  JSON.parse(/config">(.*)<\/script><\/html>/.exec(html)![1]);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ske-app-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('withConfig', () => {
  it('adds a source that wins, and keeps the others', () => {
    const html = withConfig(page('[{"context":"a","data":{"x":1}}]'), { x: 2 });
    expect(configOf(html)).toEqual([
      { context: 'a', data: { x: 1 } },
      { context: 'npm start', data: { x: 2 } },
    ]);
  });

  it('lets no value end the element', () => {
    const html = withConfig(page('[]'), { title: '</script><b>' });
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(configOf(html)[0].data).toEqual({ title: '</script><b>' });
  });

  it('refuses a page without configuration', () => {
    expect(() => withConfig('<html></html>', {})).toThrow(/no configuration/);
  });
});

describe('serveApp', () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    mkdirSync(join(folder, 'static'));
    writeFileSync(join(folder, 'index.html'), page('[]'));
    writeFileSync(join(folder, 'static', 'main.js'), 'main');
    writeFileSync(join(folder, 'robots.txt'), 'robots');
    server = await serveApp(folder, 0, { app: { title: 'T' } });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise(done => server.close(done)));

  it('serves files, and the page for every address of the app', async () => {
    expect(await (await fetch(`${url}/static/main.js`)).text()).toBe('main');
    expect(await (await fetch(`${url}/robots.txt`)).text()).toBe('robots');
    for (const path of ['/', '/catalog/default/component/a.b']) {
      const html = await (await fetch(url + path)).text();
      expect(configOf(html)[0].data).toEqual({ app: { title: 'T' } });
    }
  });

  it('answers 404 for a missing part of the bundle', async () => {
    expect((await fetch(`${url}/static/gone.js`)).status).toBe(404);
  });
});

describe('hashSources', () => {
  it('changes with content and names, not with times', () => {
    const file = join(folder, 'a.ts');
    writeFileSync(file, '1');
    const before = hashSources(['a.ts', 'missing'], folder);
    writeFileSync(file, '1');
    expect(hashSources(['a.ts', 'missing'], folder)).toBe(before);
    writeFileSync(file, '2');
    expect(hashSources(['a.ts', 'missing'], folder)).not.toBe(before);
    writeFileSync(join(folder, 'b.ts'), '1');
    expect(hashSources(['b.ts'], folder)).not.toBe(before);
  });
});

describe('the sources of an app', () => {
  it('are its own, and what all apps share', () => {
    expect(sourcesOf('app-legacy')).toEqual(
      expect.arrayContaining([
        'packages/app-legacy/src',
        'plugins/ske-frontend/src',
      ]),
    );
    expect(sourcesOf('app-legacy')).not.toContain('packages/app/src');
  });

  it('end with the configuration that the app lays over that of the repository', () => {
    expect(configsOf('app')).toEqual([join(root, 'app-config.yaml')]);
    expect(configsOf('app-legacy')).toEqual([
      join(root, 'app-config.yaml'),
      join(root, 'packages/app-legacy/app-config.yaml'),
    ]);
  });
});
