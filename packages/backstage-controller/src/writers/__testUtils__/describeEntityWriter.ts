import type { EntityOutput, EntityWriter, OutputId } from '../EntityWriter';

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
    path: `${path}/${id.portal ?? 'backstage-gen'}/catalog-info.yaml`,
    content: `kind: Component\nmetadata:\n  title: ${title}\n`,
    destinationSelectors: [{ environment: 'backstage' }],
  };
}

/**
 * What each writer of entities has to do.
 *
 * @param open - an empty place
 */
export function describeEntityWriter(
  name: string,
  open: () => Promise<WrittenPlace>,
) {
  const { signal } = new AbortController();
  const keysOf = (ids: OutputId[]) => ids.map(id => JSON.stringify(id)).sort();

  describe(`${name} as a writer of entities`, () => {
    it('writes an output, and nothing when the same is there', async () => {
      const place = await open();
      const output = outputFor(promiseId, 'Redis');
      expect(await place.writer.write(output, signal)).toBe('written');
      expect(await place.contentOf(promiseId)).toBe(output.content);
      const writes = await place.countWrites();
      expect(await place.writer.write(output, signal)).toBe('unchanged');
      expect(await place.countWrites()).toBe(writes);
    });

    it('writes nothing after a restart when the same is there', async () => {
      const place = await open();
      const output = outputFor(promiseId, 'Redis');
      await place.writer.write(output, signal);
      const writes = await place.countWrites();
      const restarted = await place.restart();
      expect(await restarted.write(output, signal)).toBe('unchanged');
      expect(await place.countWrites()).toBe(writes);
    });

    it('writes what has changed', async () => {
      const place = await open();
      await place.writer.write(outputFor(promiseId, 'Redis'), signal);
      const changed = outputFor(promiseId, 'Redis 7');
      expect(await place.writer.write(changed, signal)).toBe('written');
      expect(await place.contentOf(promiseId)).toBe(changed.content);
    });

    it('keeps outputs of the same name in different namespaces apart', async () => {
      const place = await open();
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
    });

    it('lists what is written, also after a restart', async () => {
      const place = await open();
      const ids = [promiseId, resourceId('team-a', 'cache')];
      for (const id of ids)
        await place.writer.write(outputFor(id, 'x'), signal);
      expect(keysOf(await place.writer.list(signal))).toEqual(keysOf(ids));
      const restarted = await place.restart();
      expect(keysOf(await restarted.list(signal))).toEqual(keysOf(ids));
    });

    it('removes an output, and finds nothing wrong with one that is not there', async () => {
      const place = await open();
      await place.writer.write(outputFor(promiseId, 'Redis'), signal);
      await place.writer.remove(promiseId, signal);
      expect(await place.contentOf(promiseId)).toBeUndefined();
      expect(await place.writer.list(signal)).toEqual([]);
      await expect(
        place.writer.remove(promiseId, signal),
      ).resolves.toBeUndefined();
    });

    it('takes names that are as long as they may be', async () => {
      const place = await open();
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
    });
  });
}
