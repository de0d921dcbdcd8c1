/**
 * Loaded into a controller before anything else: notes what it writes, kills it at the
 * write that it is told, and says what it takes.
 */
import { channel } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { KILL_AT, type KillPoint, type Measured } from './measured';

const killAt: KillPoint | undefined =
  JSON.parse(process.env[KILL_AT] ?? 'null') ?? undefined;

/** Such as `PATCH /apis/…`, in their order. */
const writes: string[] = [];
/** Which write a request is, from 1. */
const numbers = new WeakMap<object, number>();
let firstRequestAt: number | undefined;

/** Renewing a Lease is no change of anything, and Git reads by POST, too. */
const NO_WRITE = /\/leases(\/|\?|$)|\/git-upload-pack$/;

interface Question {
  method: string;
  path: string;
}

function point(when: KillPoint['when'], write: number) {
  if (when === killAt?.when && write === killAt.write) {
    process.kill(process.pid, 'SIGKILL');
  }
}

function onAsked(request: Question) {
  firstRequestAt ??= Date.now();
  const { method, path } = request;
  if (/^(GET|HEAD)$/.test(method) || NO_WRITE.test(path)) return;
  // It may be ended more than once.
  if (numbers.has(request)) return;
  numbers.set(request, writes.push(`${method} ${path}`));
  point('before', writes.length);
}

function onAnswered(request: Question) {
  const write = numbers.get(request);
  if (write !== undefined) point('after', write);
}

// Its channel says that a request has begun when it may be on the wire already.
const { end } = ClientRequest.prototype;
ClientRequest.prototype.end = function endNoted(
  this: ClientRequest,
  ...given: unknown[]
): ClientRequest {
  onAsked(this);
  return Reflect.apply(end, this, given);
};
// Watches by HTTP/2 have no channel: their connection begins before them.
channel('net.client.socket').subscribe(() => {
  firstRequestAt ??= Date.now();
});
channel('http.client.response.finish').subscribe(message =>
  onAnswered((message as { request: Question }).request),
);
channel('undici:request:create').subscribe(message =>
  onAsked((message as { request: Question }).request),
);
channel('undici:request:trailers').subscribe(message =>
  onAnswered((message as { request: Question }).request),
);

process.on('message', message => {
  if (!(message as { measure?: true }).measure) return;
  const { user, system } = process.cpuUsage();
  const measured: Measured = {
    cpuMs: (user + system) / 1_000,
    rssMb: process.memoryUsage.rss() / 1e6,
    // In kilobytes of 1 024.
    maxRssMb: (process.resourceUsage().maxRSS * 1_024) / 1e6,
    firstRequestAt,
    writes,
  };
  process.send?.({ measured });
});
// Whoever has started it is gone.
process.on('disconnect', () => process.exit(1));
