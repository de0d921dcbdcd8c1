import type {
  EntityOutput,
  EntityWriter,
  OutputId,
  WrittenOutput,
} from './EntityWriter';
import { formatOutputId } from './outputId';

/** A writer, and what is to be seen where it writes. */
export interface WrittenPlace {
  writer: EntityWriter;
  /** What a portal would read of an output; undefined where it is not there. */
  contentOf(id: OutputId): Promise<string | undefined>;
  /** How many writes there were, whoever has asked for them. */
  countWrites(): Promise<number>;
  /** A new writer for the same place, as after a restart. */
  restart(): Promise<EntityWriter>;
}

const promiseId: OutputId = {
  kind: 'promise',
  portal: 'main',
  promise: 'redis',
};
const resourceId = (namespace: string, name: string): OutputId => ({
  kind: 'resource',
  portal: 'main',
  promise: 'redis',
  namespace,
  name,
});

/** An output for tests, which has the same content for the same text. */
export function outputFor(id: OutputId, title: string): EntityOutput {
  const path =
    id.kind === 'promise'
      ? `dependencies/${id.promise}`
      : `resources/${id.namespace}/${id.promise}/${id.name}`;
  return {
    id,
    names: { component: 'redis' },
    path: `${path}/${id.portal ?? 'backstage-gen'}/catalog-info.yaml`,
    content: `kind: Component\nmetadata:\n  title: ${title}\n`,
    destinationSelectors: [{ environment: 'backstage' }],
  };
}

const { signal } = new AbortController();
const keysOf = (outputs: Pick<WrittenOutput, 'id'>[]) =>
  outputs.map(({ id }) => formatOutputId(id)).sort();

/** What each writer of entities has to do, tried at a place that is empty. */
export const entityWriterRules: [
  rule: string,
  tryAt: (place: WrittenPlace) => Promise<void>,
][] = [
  [
    'writes an output, and nothing when the same is there',
    async place => {
      const output = outputFor(promiseId, 'Redis');
      expect(await place.writer.write(output, signal)).toBe('written');
      expect(await place.contentOf(promiseId)).toBe(output.content);
      const writes = await place.countWrites();
      expect(await place.writer.write(output, signal)).toBe('unchanged');
      expect(await place.countWrites()).toBe(writes);
    },
  ],
  [
    'writes nothing after a restart when the same is there',
    async place => {
      const output = outputFor(promiseId, 'Redis');
      await place.writer.write(output, signal);
      const writes = await place.countWrites();
      const restarted = await place.restart();
      expect(await restarted.write(output, signal)).toBe('unchanged');
      expect(await place.countWrites()).toBe(writes);
    },
  ],
  [
    'writes what has changed',
    async place => {
      await place.writer.write(outputFor(promiseId, 'Redis'), signal);
      const changed = outputFor(promiseId, 'Redis 7');
      expect(await place.writer.write(changed, signal)).toBe('written');
      expect(await place.contentOf(promiseId)).toBe(changed.content);
    },
  ],
  [
    'keeps outputs of the same name in different namespaces apart',
    async place => {
      const ids = [
        resourceId('team-a', 'cache'),
        resourceId('team-b', 'cache'),
      ];
      for (const id of ids) {
        await place.writer.write(outputFor(id, JSON.stringify(id)), signal);
      }
      for (const id of ids) {
        const { content } = outputFor(id, JSON.stringify(id));
        expect(await place.contentOf(id)).toBe(content);
      }
      await place.writer.remove(ids[0], signal);
      expect(await place.contentOf(ids[0])).toBeUndefined();
      expect(await place.contentOf(ids[1])).toBeDefined();
    },
  ],
  [
    'lists what is written, also after a restart',
    async place => {
      const ids = [promiseId, resourceId('team-a', 'cache')];
      for (const id of ids)
        await place.writer.write(outputFor(id, 'x'), signal);
      const wanted = ids.map(formatOutputId).sort();
      expect(keysOf(await place.writer.list(signal))).toEqual(wanted);
      const restarted = await place.restart();
      expect(keysOf(await restarted.list(signal))).toEqual(wanted);
    },
  ],
  [
    'knows the names of what is written, also after a restart',
    async place => {
      const names = { component: 'redis-promise-abc123', template: 'redis' };
      await place.writer.write(
        { ...outputFor(promiseId, 'Redis'), names: { component: 'redis' } },
        signal,
      );
      const renamed = { ...outputFor(promiseId, 'Redis'), names };
      expect(await place.writer.write(renamed, signal)).toBe('written');
      expect(await place.writer.list(signal)).toEqual([
        { id: promiseId, names },
      ]);
      const restarted = await place.restart();
      expect(await restarted.list(signal)).toEqual([{ id: promiseId, names }]);
    },
  ],
  [
    'removes an output, and finds nothing wrong with one that is not there',
    async place => {
      await place.writer.write(outputFor(promiseId, 'Redis'), signal);
      await place.writer.remove(promiseId, signal);
      expect(await place.contentOf(promiseId)).toBeUndefined();
      expect(await place.writer.list(signal)).toEqual([]);
      await expect(
        place.writer.remove(promiseId, signal),
      ).resolves.toBeUndefined();
    },
  ],
  [
    'takes names that are as long as they may be',
    async place => {
      const long: OutputId = {
        kind: 'resource',
        portal: 'p'.repeat(40),
        promise: 'a'.repeat(250),
        namespace: 'n'.repeat(63),
        name: 'r'.repeat(63),
      };
      const other: OutputId = { ...long, name: `${'r'.repeat(62)}x` };
      await place.writer.write(outputFor(long, 'one'), signal);
      await place.writer.write(outputFor(other, 'two'), signal);
      expect(await place.contentOf(long)).toContain('one');
      expect(await place.contentOf(other)).toContain('two');
    },
  ],
];
