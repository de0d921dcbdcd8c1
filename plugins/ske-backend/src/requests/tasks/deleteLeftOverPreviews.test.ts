import { NotAllowedError } from '@backstage/errors';
import { deleteLeftOverPreviews } from './deleteLeftOverPreviews';

type Own = NonNullable<Parameters<typeof deleteLeftOverPreviews>[0]>;

/** A platform with two engines, one of which has previews. */
function newPlatform(
  deleteLeftOvers: () => Promise<void>,
  {
    namespaces,
    isOffered = true,
  }: { namespaces?: string[]; isOffered?: boolean } = {},
) {
  const preview = { checkOffered: async () => isOffered, deleteLeftOvers };
  const live = { engines: [{}, { preview }], namespaces };
  return { client: {}, live } as unknown as Own;
}

it('lets each engine look where the credential may', async () => {
  const deleteLeftOvers = jest.fn(async () => {});
  const own = newPlatform(deleteLeftOvers, { namespaces: ['web'] });
  await deleteLeftOverPreviews(own);
  await deleteLeftOverPreviews(newPlatform(deleteLeftOvers));
  expect(deleteLeftOvers.mock.calls).toEqual([
    [own.client, ['web']],
    [{}, []],
  ]);
});

it('does nothing without a credential of its own, or where there are no previews', async () => {
  const deleteLeftOvers = jest.fn(async () => {});
  await deleteLeftOverPreviews(undefined);
  await deleteLeftOverPreviews(
    newPlatform(deleteLeftOvers, { isOffered: false }),
  );
  expect(deleteLeftOvers).not.toHaveBeenCalled();
});

it('does not fail for a missing right, and fails for anything else', async () => {
  const failing = (error: Error) =>
    deleteLeftOverPreviews(
      newPlatform(async () => {
        throw error;
      }),
    );
  await expect(failing(new NotAllowedError('no'))).resolves.toBeUndefined();
  await expect(failing(new Error('it is away'))).rejects.toThrow('it is away');
});
