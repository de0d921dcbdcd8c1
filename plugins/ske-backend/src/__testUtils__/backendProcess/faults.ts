/**
 * Loaded into a backend before anything else: counts the points at which a
 * request leaves the process (before a question is sent, after its answer has
 * come) and kills the process at the one that it is told.
 */
import { channel } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { lineOf, type KillOrder } from './killPoints';

let order: KillOrder | undefined;
const counts = new Map<string, number>();
/** What a question about the request has in it: its name, and ids given to it. */
const traces = new Set<string>();

process.on(
  'message',
  (message: KillOrder | { disarm: true } | { measure: true }) => {
    if ('measure' in message) return;
    traces.clear();
    counts.clear();
    order = 'disarm' in message ? undefined : message;
    if (order) traces.add(order.name);
    process.send?.({ armed: order !== undefined });
  },
);

function point(label: string) {
  if (!order) return;
  const occurrence = (counts.get(label) ?? 0) + 1;
  counts.set(label, occurrence);
  appendFileSync(order.file, lineOf({ label, occurrence }));
  const { killAt } = order;
  if (label === killAt?.label && occurrence === killAt.occurrence) {
    process.kill(process.pid, 'SIGKILL');
  }
}

const isTraced = (text: string) =>
  [...traces].some(trace => text.includes(trace));

interface Question {
  /** What `fetch` has in place of a host. */
  origin?: string;
  host?: string | null;
  method: string;
  path: string;
}

/** What only looks on: watches, and the person's own questions. */
const LOOKS_ON = /[?&]watch=|\/eventstream|jwks\.json|\/guest\//;
/** What differs from one request to the next: hashes, ids, numbers. */
const CHANGING = /(?<=\/)([0-9a-f]{40}|[0-9a-f-]{36}|\d+)(?=\/|$)/g;

/** Whether it is about another request of the series, and not about ours. */
function isOfAnother(path: string, { name, series }: KillOrder) {
  const names: string[] = path.match(new RegExp(`${series}-\\d+`, 'g')) ?? [];
  return names.length > 0 && !names.includes(name);
}

function labelOf({ method, path, origin, host }: Question) {
  if (!order || LOOKS_ON.test(path) || isOfAnother(path, order)) {
    return undefined;
  }
  const where = host ?? (origin && new URL(origin).hostname);
  const [plain] = path.split('?');
  const what = plain.replaceAll(order.name, '…').replace(CHANGING, '…');
  return `http ${method} ${where}${what}`;
}

function onHttp(name: string, when: 'before' | 'after') {
  channel(name).subscribe(message => {
    const { request } = message as { request: Question };
    const label = labelOf(request);
    if (label) point(`${when} ${label}`);
  });
}
onHttp('undici:request:create', 'before');
onHttp('undici:request:trailers', 'after');
onHttp('http.client.request.start', 'before');
onHttp('http.client.response.finish', 'after');

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What pg's client has of a query, whichever way it is given. */
interface Query {
  text?: string;
  values?: unknown[];
}

type Callback = (...answer: unknown[]) => void;

interface Client {
  query(query: string | Query, ...rest: unknown[]): unknown;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { Client: PgClient } = require('pg') as {
  Client: { prototype: Client };
};
/** Connections with a transaction that has something of the request in it. */
const inTransaction = new WeakSet<object>();
const plain = PgClient.prototype.query;

PgClient.prototype.query = function query(this: Client, asked, ...rest) {
  const { text = '', values = [] } =
    typeof asked === 'string'
      ? { text: asked, values: rest[0] as unknown[] }
      : asked;
  const label = order && labelOfQuery(this, text, JSON.stringify(values ?? []));
  if (!label) return plain.call(this, asked, ...rest);
  point(`before ${label}`);
  const at = rest.findIndex(one => typeof one === 'function');
  if (at >= 0) {
    const callback = rest[at] as Callback;
    rest[at] = ((...answer) => {
      point(`after ${label}`);
      callback(...answer);
    }) as Callback;
    return plain.call(this, asked, ...rest);
  }
  const answer = plain.call(this, asked, ...rest);
  if (answer instanceof Promise) {
    return answer.then(value => {
      point(`after ${label}`);
      return value;
    });
  }
  return answer;
};

/**
 * Tables of a request: ours, and the scaffolder's as far as it writes. What the
 * catalog does with an entity afterwards is its own affair.
 */
const OURS: Record<string, RegExp> = {
  ske_requests: /^(select|insert|update|delete)/,
  tasks: /^(insert|update)/,
  task_events: /^insert/,
};

function labelOfQuery(client: object, text: string, values: string) {
  const sql = text.trim().toLowerCase();
  if (/^(commit|rollback)/.test(sql)) {
    if (!inTransaction.delete(client)) return undefined;
    return `sql ${sql.replace(/;$/, '')}`;
  }
  const table = /(?:from|into|update)\s+"?([a-z_]+)"?/.exec(sql)?.[1] ?? '';
  if (!OURS[table]?.test(sql) || !(isTraced(values) || isTraced(text))) {
    return undefined;
  }
  const [verb] = sql.split(/\s/);
  if (verb !== 'select') {
    inTransaction.add(client);
    for (const [id] of values.matchAll(UUID)) traces.add(id);
  }
  return `sql ${verb} ${table}`;
}
