/** One person who asks for far too much, from a process of their own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';

/** Whom to ask, as whom, about what, and for how long. */
export interface GreedyClientOptions {
  base: string;
  token: string;
  /** A request that is as the Promise wants it. */
  manifest: { spec: object };
  subject: string;
  ms: number;
}

/** How often each status came, for each kind of question. */
export type StatusCounts = Record<
  'streams' | 'subjects' | 'dryRuns' | 'reconnects',
  Record<string, number>
>;

const STREAMS = 200;
const SEARCHES = 50;
const SUBJECTS_OF_ONE = 40;
const DRY_RUNS = 100;
const RECONNECTS = 1_000;
/** After the last question there is time for its answer. */
const LAST_ANSWERS_MS = 5_000;

const options: GreedyClientOptions = JSON.parse(process.argv[2]);
const headers = {
  authorization: `Bearer ${options.token}`,
  'content-type': 'application/json',
};
const counts: StatusCounts = {
  streams: {},
  subjects: {},
  dryRuns: {},
  reconnects: {},
};

const count = (kind: keyof StatusCounts, status: number) => {
  counts[kind][status] = (counts[kind][status] ?? 0) + 1;
};

async function ask(kind: keyof StatusCounts, path: string, body?: object) {
  const response = await fetch(`${options.base}${path}`, {
    method: body ? 'POST' : 'GET',
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  await response.arrayBuffer();
  count(kind, response.status);
}

/** Spreads calls over the whole time, without waiting for the answers. */
async function spread(times: number, one: (n: number) => Promise<void>) {
  const asked: Promise<void>[] = [];
  for (let n = 0; n < times; n += 1) {
    asked.push(one(n));
    await sleep((options.ms - LAST_ANSWERS_MS) / times);
  }
  await Promise.all(asked);
}

/** Streams stay open until this process ends. */
async function openStream() {
  const subject = encodeURIComponent(options.subject);
  const response = await fetch(`${options.base}/v1/stream?subject=${subject}`, {
    headers,
  });
  count('streams', response.status);
  void response.text().catch(() => undefined);
}

function askForHostileKinds(turn: number) {
  const subjects = Array.from({ length: SUBJECTS_OF_ONE }, (_, n) => {
    const type = encodeURIComponent(`hostile${turn}.org/v1`);
    return encodeURIComponent(`resource/${type}/Kind${n}/default/x`);
  });
  return ask(
    'subjects',
    `/v1/stream?once=true&subject=${subjects.join('&subject=')}`,
  );
}

/** The same in JSON and in YAML, each about as long as may be sent. */
function largeManifests(): string[] {
  const large = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, n) => [`key${n}`, 'x'.repeat(20)]),
  );
  const short = Object.entries(large).slice(0, 9_000);
  const withLarge = (value: unknown) => ({
    ...options.manifest,
    spec: { ...options.manifest.spec, large: value },
  });
  return [JSON.stringify(withLarge(large)), stringify(withLarge(short))];
}

async function beGreedy() {
  const texts = largeManifests();
  await Promise.all([
    spread(STREAMS, openStream),
    spread(SEARCHES, askForHostileKinds),
    spread(DRY_RUNS, n =>
      ask('dryRuns', '/v1/dry-run', {
        manifest: texts[n % texts.length],
        mode: 'create',
      }),
    ),
    spread(RECONNECTS, () => ask('reconnects', '/v1/reconnect', { now: true })),
  ]);
  process.send?.({ counts });
}

void beGreedy();
