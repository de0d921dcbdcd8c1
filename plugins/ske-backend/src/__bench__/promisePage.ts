import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  firstResources,
  skeResourceReadPermission,
  subjectKey,
} from '@syntasso/plugin-ske-common';
import express from 'express';
import { Access } from '../access/Access';
import {
  createSkeResourceConditionalDecision,
  skeResourceConditions,
} from '../access/rules';
import type { ClusterWatches } from '../live/ClusterWatches';
import { ViewSources } from '../live/ViewSources';
import { sendStream } from '../router/stream';

const NAME = 'thing0';

/** People who see the same Resources, each by a condition of their own. */
const access = new Access({
  permissions: {
    authorize: async () => [],
    authorizeConditional: async (_requests, options) => [
      { result: AuthorizeResult.ALLOW },
      createSkeResourceConditionalDecision(
        skeResourceReadPermission,
        skeResourceConditions.inNamespace({
          namespaces: ['default', nameOf(options)],
        }),
      ),
    ],
  },
  userInfo: {
    getUserInfo: async credentials => ({
      userEntityRef: nameOf({ credentials }),
      ownershipEntityRefs: [`group:default/${nameOf({ credentials })}`],
    }),
  },
});

const nameOf = (options: unknown) =>
  (options as { credentials: { principal: { name: string } } }).credentials
    .principal.name;

/** Serves the stream of one Promise's page. @returns its address */
export async function servePromisePage(live: ClusterWatches): Promise<string> {
  const sources = new ViewSources(live);
  const app = express();
  app.get('/:person', async (request, response) => {
    const viewer = await access.viewer({
      $$type: '@backstage/BackstageCredentials',
      principal: { type: 'user', name: request.params.person },
    } as never);
    const promise = { kind: 'promise', name: NAME } as const;
    const resources = {
      kind: 'resources',
      promise: NAME,
      query: firstResources,
    } as const;
    sendStream(
      [
        { key: subjectKey(promise), source: sources.offering(NAME, viewer) },
        {
          key: subjectKey(resources),
          source: sources.list(resources, viewer),
        },
      ],
      request,
      response,
      {
        expiresAt: undefined,
        closing: new AbortController().signal,
        hasSameRights: async () => true,
      },
    );
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Browsers that have the page open, in a process of their own. */
export class Browsers {
  readonly #process: ChildProcess;
  /** Of the page that took most, until it was whole. */
  readonly openedBytes: number;

  private constructor(child: ChildProcess, openedBytes: number) {
    this.#process = child;
    this.openedBytes = openedBytes;
  }

  static async open(url: string, count: number): Promise<Browsers> {
    const child = fork(__filename, [url, String(count)], {
      execArgv: process.execArgv,
    });
    return new Browsers(child, await numberFrom(child));
  }

  /** What all have received by now. */
  async receivedBytes(): Promise<number> {
    this.#process.send('count');
    return numberFrom(this.#process);
  }

  async close() {
    const exit = once(this.#process, 'exit');
    this.#process.kill();
    await exit;
  }
}

/** What a process says next; Backstage's loader says what it has loaded, too. */
async function numberFrom(child: ChildProcess): Promise<number> {
  for await (const [message] of on(child, 'message')) {
    if (typeof message === 'number') return message;
  }
  throw new Error('The browsers have ended.');
}

/** Opens pages, and says how much they receive whenever it is asked. */
async function openPages(url: string, count: number) {
  const pages = Array.from(
    { length: count },
    (_, person) => new OpenPage(`${url}/person-${person}`),
  );
  await Promise.all(pages.map(page => page.whole));
  const received = () => pages.map(page => page.receivedBytes);
  process.send?.(Math.max(...received()));
  process.on('message', () =>
    process.send?.(received().reduce((sum, bytes) => sum + bytes, 0)),
  );
}

/** A stream that somebody reads. */
class OpenPage {
  receivedBytes = 0;
  /** Resolves when both subjects have been told. */
  readonly whole: Promise<void>;

  constructor(address: string) {
    let subjects = 0;
    this.whole = new Promise(resolve => {
      get(address, response => {
        response.setEncoding('utf8').on('data', (text: string) => {
          this.receivedBytes += Buffer.byteLength(text);
          subjects += text.split('event: freshness').length - 1;
          if (subjects >= 2) resolve();
        });
      });
    });
  }
}

if (require.main === module) {
  const [url, count] = process.argv.slice(2);
  void openPages(url, Number(count));
}
