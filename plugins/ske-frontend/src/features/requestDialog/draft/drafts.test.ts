import { mockApis } from '@backstage/test-utils';
import { secretPlaceholder } from '@syntasso/plugin-ske-common';
import { promiseView, resourceView } from '../../../__testUtils__';
import { draftKey, openDraftStorage } from './drafts';

const values = { objname: 'one', spec: { size: 'small' } };
const savedAt = '2026-01-01T00:00:00Z';

it('keeps what was filled in, without secrets', async () => {
  const storage = mockApis.storage();
  const draftStorage = openDraftStorage(storage, 'key');
  expect(await draftStorage.read()).toBeUndefined();
  await draftStorage.write({
    savedAt,
    values: { ...values, password: secretPlaceholder('SKE_FIELD_a1') },
  });
  expect(await openDraftStorage(storage, 'key').read()).toEqual({
    savedAt,
    values,
  });
  expect(await openDraftStorage(storage, 'other').read()).toBeUndefined();
  await draftStorage.remove();
  expect(await draftStorage.read()).toBeUndefined();
});

it('takes no notice of what is no draft', async () => {
  const storage = mockApis.storage();
  await storage.forBucket('ske-drafts').set('key', { values: 'older' });
  expect(await openDraftStorage(storage, 'key').read()).toBeUndefined();
});

it('gives a draft that can be changed', async () => {
  const draftStorage = openDraftStorage(mockApis.storage(), 'key');
  await draftStorage.write({ savedAt, values });
  const draft = await draftStorage.read();
  draft!.values.objname = 'two';
  expect(draft!.values.objname).toBe('two');
});

it('waits for a store that answers later', async () => {
  const storage = mockApis.storage();
  const bucket = storage.forBucket('ske-drafts');
  const value = { savedAt, values };
  jest.spyOn(bucket, 'snapshot').mockReturnValue({
    key: 'key',
    presence: 'unknown',
    value: undefined,
  } as never);
  jest.spyOn(storage, 'forBucket').mockReturnValue(bucket);
  const read = openDraftStorage(storage, 'key').read();
  await bucket.set('key', value);
  expect(await read).toEqual(value);
});

it('is of one person, one Template and one Resource', () => {
  const request = {
    kind: 'request' as const,
    promise: promiseView(),
    templateRef: 'template:default/redis',
  };
  const update = {
    kind: 'update' as const,
    resource: resourceView({}),
    templateRef: 'template:default/redis',
  };
  const keys = [
    draftKey('user:default/anna', request),
    draftKey('user:default/ben', request),
    draftKey('user:default/anna', { ...request, templateRef: 'template:a/b' }),
    draftKey('user:default/anna', update),
    draftKey('user:default/anna', {
      ...request,
      like: resourceView({}).manifest,
    }),
    draftKey('user:default/anna', {
      ...update,
      earlier: {
        id: 'r1',
        recordedAt: savedAt,
        manifest: resourceView({}).manifest,
      },
    }),
  ];
  expect(new Set(keys).size).toBe(6);
});
