import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:https';
import { generate } from 'selfsigned';

/** Keeps the logs of containers and serves them as a kubelet does. */
export class LogServer {
  readonly #lines = new Map<string, string[]>();
  readonly #ended = new Set<string>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  #server: Server | undefined;

  /** Listens on a free loopback port, and returns it. */
  async start(): Promise<number> {
    const pem = await generate([{ name: 'commonName', value: 'simulator' }], {
      keySize: 2048,
    });
    this.#server = createServer({ key: pem.private, cert: pem.cert });
    this.#server.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      const [, route, namespace, pod, container] = url.pathname.split('/');
      const key = `${namespace}/${pod}/${container}`;
      const known = this.#lines.get(key);
      if (route !== 'containerLogs' || !known) {
        response.writeHead(404).end(`no log of ${url.pathname}\n`);
        return;
      }
      const tail = Number(url.searchParams.get('tailLines') ?? Infinity);
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.write(
        known
          .slice(-tail)
          .map(line => `${line}\n`)
          .join(''),
      );
      if (url.searchParams.get('follow') !== 'true' || this.#ended.has(key)) {
        response.end();
        return;
      }
      const onLine = (line: string) => response.write(`${line}\n`);
      const onEnd = () => response.end();
      this.#events.on(key, onLine).once(`${key} end`, onEnd);
      response.on('close', () => {
        this.#events.off(key, onLine).off(`${key} end`, onEnd);
      });
    });
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  }

  open(namespace: string, pod: string, container: string) {
    const key = `${namespace}/${pod}/${container}`;
    if (!this.#lines.has(key)) this.#lines.set(key, []);
    const add = (line: string) => {
      this.#lines.get(key)?.push(line);
      this.#events.emit(key, line);
    };
    return {
      write: (line: string) =>
        add(`${new Date().toISOString().slice(11, 19)} ${line}`),
      /** As a program prints it. */
      print: (text: string) => text.replace(/\n$/, '').split('\n').forEach(add),
      end: () => {
        this.#ended.add(key);
        this.#events.emit(`${key} end`);
      },
    };
  }

  stop() {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
