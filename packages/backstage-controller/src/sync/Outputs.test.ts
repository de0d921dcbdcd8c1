import { Metrics } from '../status/Metrics';
import type { Delivery, EntityOutput, OutputId } from '../writers/EntityWriter';
import { Outputs } from './Outputs';

const { signal } = new AbortController();
const KEY = { kind: 'promise', name: 'redis' } as const;

const idIn = (portal: string): OutputId => ({
  kind: 'promise',
  portal,
  promise: 'redis',
});

const outputIn = (portal: string): EntityOutput => ({
  id: idIn(portal),
  names: { component: 'redis' },
  path: `${portal}/catalog-info.yaml`,
  content: 'kind: Component\n',
  destinationSelectors: [],
});

/** Outputs with a writer that notes what is asked of it. */
function newOutputs(
  deliveryOf?: () => Promise<Delivery>,
  before: (request: string) => void = () => {},
) {
  const asked: string[] = [];
  const note = (verb: string, id: OutputId) => {
    const request = `${verb} ${id.portal}`;
    before(request);
    asked.push(request);
  };
  const outputs = new Outputs(
    {
      async write({ id }) {
        note('write', id);
        return 'written';
      },
      async remove(id) {
        note('remove', id);
      },
      list: async () => [],
      ...(deliveryOf
        ? {
            async deliveryOf(id: OutputId) {
              note('deliveryOf', id);
              return deliveryOf();
            },
          }
        : {}),
    },
    new Metrics(),
  );
  return { outputs, asked };
}

const portalsOf = (outputs: Outputs) =>
  outputs.of(KEY).map(({ portal }) => portal);

it('writes an output before it removes the one of another portal, and asks then for the delivery', async () => {
  const pending: Delivery = { state: 'pending', message: 'Wait.' };
  const { outputs, asked } = newOutputs(async () => pending);
  await outputs.publish(outputIn('old'), signal);
  expect(await outputs.publish(outputIn('new'), signal)).toEqual(pending);
  expect(asked).toEqual([
    'write old',
    'deliveryOf old',
    'write new',
    'remove old',
    'deliveryOf new',
  ]);
  expect(portalsOf(outputs)).toEqual(['new']);
});

it('counts as delivered what is written by a writer that nobody carries further', async () => {
  const { outputs } = newOutputs();
  expect(await outputs.publish(outputIn('dev'), signal)).toEqual({
    state: 'delivered',
  });
});

it('keeps the output of another portal when the new one cannot be written', async () => {
  const { outputs, asked } = newOutputs(undefined, request => {
    if (request === 'write new') throw new Error('refused');
  });
  await outputs.publish(outputIn('old'), signal);
  await expect(outputs.publish(outputIn('new'), signal)).rejects.toThrow(
    'refused',
  );
  expect(asked).toEqual(['write old']);
  expect(portalsOf(outputs)).toEqual(['old']);
});

it('removes all outputs of an object, and those that are left of it another time', async () => {
  let isAway = true;
  const { outputs, asked } = newOutputs(undefined, request => {
    if (isAway && request.startsWith('remove')) throw new Error('away');
  });
  await outputs.publish(outputIn('old'), signal);
  await expect(outputs.publish(outputIn('new'), signal)).rejects.toThrow(
    'away',
  );
  expect(portalsOf(outputs)).toEqual(['old', 'new']);
  isAway = false;
  await outputs.withdraw(KEY, signal);
  expect(asked).toEqual(['write old', 'write new', 'remove old', 'remove new']);
  expect(outputs.of(KEY)).toEqual([]);
  expect(outputs.promises).toEqual([]);
});

it('does nothing after it is told to stop', async () => {
  const { outputs, asked } = newOutputs();
  await outputs.publish(outputIn('dev'), signal);
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(outputs.publish(outputIn('dev'), stopped)).rejects.toThrow(
    'stopped',
  );
  await expect(outputs.withdraw(KEY, stopped)).rejects.toThrow('stopped');
  expect(asked).toEqual(['write dev']);
});
