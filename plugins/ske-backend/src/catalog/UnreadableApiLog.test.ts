import type { SharedInformer } from '@syntasso/plugin-ske-node';
import { UnreadableApiLog } from './UnreadableApiLog';

/** A log, and the watches that it is about. */
function newLog() {
  const lines: string[] = [];
  const reach = { answers: true, checks: 0 };
  const log = new UnreadableApiLog(
    {
      info: message => lines.push(`INFO ${message}`),
      warn: message => lines.push(`WARN ${message}`),
    },
    async () => {
      reach.checks += 1;
      return reach.answers;
    },
  );
  const watch = (plural: string, state: object) =>
    ({
      ...{ type: { group: 'example.org', version: 'v1', plural }, list: {} },
      state,
    } as unknown as SharedInformer);
  const update = async (
    informers: SharedInformer[],
    definitions: SharedInformer[] = [],
  ) => {
    log.update([...definitions, ...informers], definitions);
    // What is asked first is answered by then.
    await new Promise(resolve => {
      setImmediate(resolve);
    });
  };
  return { lines, reach, watch, update };
}

const failed = (reason: string, more: object = {}) => ({
  ...{ kind: 'stale', since: '2026-01-01', incomplete: true, reason },
  ...more,
});
const live = { kind: 'live' };
const unreachable = failed('No answer.', { unreachable: true });

it('leaves what is wrong with all of the cluster to the look at the cluster', async () => {
  const { lines, reach, watch, update } = newLog();
  reach.answers = false;
  await update([watch('lamps', unreachable)], [watch('promises', unreachable)]);
  await update([watch('lamps', live)], [watch('promises', live)]);
  expect(lines).toEqual([]);
  expect(reach.checks).toBe(2);
});

it('names an API that still does not answer when the cluster does', async () => {
  const { lines, reach, watch, update } = newLog();
  reach.answers = false;
  await update([watch('lamps', unreachable)]);
  expect(lines).toEqual([]);
  reach.answers = true;
  await update([watch('lamps', unreachable)]);
  expect(lines).toEqual([expect.stringContaining('lamps.example.org')]);
});

it('names an API that alone does not answer, without a remedy for another problem', async () => {
  const { lines, watch, update } = newLog();
  await update([watch('lamps', unreachable)]);
  await update([watch('lamps', unreachable)]);
  expect(lines).toEqual([
    'WARN lamps.example.org cannot be read, so the catalog keeps what it has of it. No answer. It is tried again until it works.',
  ]);
  await update([watch('lamps', live)]);
  expect(lines.slice(1)).toEqual(['INFO lamps.example.org can be read now']);
});

it('says that it can be read also where it was away in between', async () => {
  const { lines, watch, update } = newLog();
  const away = { kind: 'stale', since: '2026-01-01', reason: 'No answer.' };
  await update([watch('lamps', failed('Not allowed.', { forbidden: true }))]);
  await update([watch('lamps', away)]);
  await update([watch('lamps', live)]);
  await update([watch('lamps', live)]);
  expect(lines.slice(1)).toEqual(['INFO lamps.example.org can be read now']);
});

it('suggests the conversion webhook where the server fails', async () => {
  const { lines, watch, update } = newLog();
  await update([watch('lamps', failed('It answered 500.'))]);
  expect(lines).toEqual([expect.stringContaining('conversion webhook')]);
});

it('tells each problem once where two versions of an API have different ones', async () => {
  const { lines, watch, update } = newLog();
  const both = [
    watch('lamps', failed('It answered 500.')),
    watch('lamps', failed('Not allowed.', { forbidden: true })),
  ];
  await update(both);
  await update(both);
  expect(lines).toHaveLength(2);
  await update([both[0], watch('lamps', live)]);
  expect(lines).toHaveLength(2);
});

it('says that Kratix is not installed, and when it is', async () => {
  const { lines, watch, update } = newLog();
  await update([], [watch('promises', { kind: 'absent' })]);
  await update([], [watch('promises', { kind: 'absent' })]);
  expect(lines).toEqual([
    'WARN The cluster does not know promises.example.org, so nothing is offered there. Install Kratix on it, or name another cluster in ske.kubernetes. It is looked for again until it is there.',
  ]);
  await update([], [watch('promises', live)]);
  expect(lines.slice(1)).toEqual(['INFO promises.example.org can be read now']);
});

it('says nothing of an API of a Promise that is not there yet', async () => {
  const { lines, watch, update } = newLog();
  await update([watch('lamps', { kind: 'absent' })], [watch('promises', live)]);
  expect(lines).toEqual([]);
});
