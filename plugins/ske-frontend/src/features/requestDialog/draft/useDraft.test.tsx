import { renderHook, waitFor } from '@testing-library/react';
import { identityApiRef, storageApiRef } from '@backstage/core-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { promiseView } from '../../../__testUtils__';
import { draftKey, openDraftStorage } from './drafts';
import { useFoundDraft } from './useDraft';

const target = {
  kind: 'request' as const,
  promise: promiseView(),
  templateRef: 'template:default/redis',
};
const values = { objname: 'one' };

const anna = 'user:default/anna';

/** What is found of anna's draft, and whether it is kept. */
async function found(
  getTask: () => Promise<{ status: string }>,
  person = anna,
) {
  const storage = mockApis.storage();
  const draftStorage = openDraftStorage(storage, draftKey(anna, target));
  await draftStorage.write({
    savedAt: '2026-01-01T00:00:00Z',
    values,
    taskId: 't1',
  });
  const { result } = renderHook(() => useFoundDraft(target), {
    wrapper: ({ children }) => (
      <TestApiProvider
        apis={[
          [storageApiRef, storage],
          [identityApiRef, mockApis.identity({ userEntityRef: person })],
          [scaffolderApiRef, { getTask } as never],
        ]}
      >
        {children}
      </TestApiProvider>
    ),
  });
  await waitFor(() => expect(result.current.value).toBeDefined());
  return {
    values: result.current.value?.draft?.values,
    isKept: (await draftStorage.read()) !== undefined,
  };
}

it.each([
  ['failed', { values, isKept: true }],
  ['cancelled', { values, isKept: true }],
  ['open', { values: undefined, isKept: true }],
  ['processing', { values: undefined, isKept: true }],
  ['completed', { values: undefined, isKept: false }],
])('a draft whose task is %s', async (status, expected) => {
  expect(await found(async () => ({ status }))).toEqual(expected);
});

it('keeps a draft whose task nobody knows', async () => {
  const getTask = () => Promise.reject(new Error('NotFound'));
  expect(await found(getTask)).toEqual({ values, isKept: true });
});

it('is not found by somebody else in the same browser', async () => {
  const getTask = async () => ({ status: 'failed' });
  expect(await found(getTask, 'user:default/bert')).toEqual({
    values: undefined,
    isKept: true,
  });
});
