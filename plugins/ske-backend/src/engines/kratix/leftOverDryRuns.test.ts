import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  NoAnswerError,
  type KubernetesClient,
} from '@syntasso/plugin-ske-node';
import { deleteAbandonedDryRuns, deleteDryRun } from './leftOverDryRuns';

const key = { namespace: 'default', name: 'preview-one' };
const notFound = new NotFoundError('it does not exist');
const noAnswer = new NoAnswerError('no answer', 'ECONNRESET');

/** Deletes one after each of these answers, and tells when all are used. */
function newClient(answers: (Error | 'deleted')[]) {
  const rest = [...answers];
  let onEnd = () => {};
  const ended = new Promise<void>(resolve => {
    onEnd = resolve;
  });
  const client = {
    async delete() {
      const answer = rest.shift();
      if (rest.length === 0) onEnd();
      if (answer instanceof Error) throw answer;
      if (!answer) throw new Error('it was deleted once more');
    },
  };
  return { client: client as unknown as KubernetesClient, ended };
}

it.each([
  ['comes after its request has failed', [notFound, notFound, 'deleted']],
  ['comes when the platform answers again', [noAnswer, notFound, 'deleted']],
] as const)('deletes a DryRun that %s', async (_, answers) => {
  const { client, ended } = newClient([...answers]);
  const onCleanUpFailed = jest.fn();
  await deleteDryRun(client, key, {
    mayComeLate: true,
    onCleanUpFailed,
    pausesMs: [0, 0, 0],
  });
  await ended;
  expect(onCleanUpFailed).not.toHaveBeenCalled();
});

it('deletes a DryRun when the platform answers again', async () => {
  const { client, ended } = newClient([noAnswer, noAnswer, 'deleted']);
  const onCleanUpFailed = jest.fn();
  await deleteDryRun(client, key, {
    mayComeLate: false,
    onCleanUpFailed,
    pausesMs: [0, 0, 0],
  });
  await ended;
  expect(onCleanUpFailed).not.toHaveBeenCalled();
});

it('says so when the platform does not answer in all that time', async () => {
  const { client } = newClient([noAnswer, noAnswer, noAnswer]);
  const problem = await new Promise<Error>(resolve => {
    void deleteDryRun(client, key, {
      mayComeLate: false,
      onCleanUpFailed: resolve,
      pausesMs: [0, 0],
    });
  });
  expect(problem).toBe(noAnswer);
});

it('asks once for one that is gone, or that it may not delete', async () => {
  const onCleanUpFailed = jest.fn();
  const options = { mayComeLate: false, onCleanUpFailed, pausesMs: [0] };
  await deleteDryRun(newClient([notFound]).client, key, options);
  expect(onCleanUpFailed).not.toHaveBeenCalled();
  const refusal = new NotAllowedError('may not delete');
  await deleteDryRun(newClient([refusal]).client, key, options);
  expect(onCleanUpFailed.mock.calls).toEqual([[refusal]]);
});

const OLD = '2020-01-01T00:00:00Z';

/** A platform with old DryRuns of previews in these namespaces. */
function newPlatform(namespaces: string[], mayListAll: boolean) {
  const calls: string[] = [];
  const client = {
    async list(_type: object, { namespace }: { namespace?: string }) {
      calls.push(`list ${namespace ?? 'all'}`);
      if (!namespace && !mayListAll) throw new NotAllowedError('may not list');
      return {
        items: namespaces
          .filter(one => !namespace || one === namespace)
          .map(one => ({
            metadata: {
              ...{ name: 'preview-old', namespace: one },
              creationTimestamp: OLD,
            },
          })),
      };
    },
    async delete(_type: object, { namespace }: { namespace: string }) {
      calls.push(`delete ${namespace}`);
      if (namespace === 'locked') throw new NotAllowedError('may not delete');
    },
  };
  return { calls, client: client as unknown as KubernetesClient };
}

it('deletes what is left over in all namespaces, by one list', async () => {
  const { calls, client } = newPlatform(['web', 'shop'], true);
  await deleteAbandonedDryRuns(client, ['web']);
  expect(calls).toEqual(['list all', 'delete web', 'delete shop']);
});

it('looks into the namespaces that it knows where it may not list all', async () => {
  const { calls, client } = newPlatform(['web', 'shop', 'other'], false);
  await deleteAbandonedDryRuns(client, ['web', 'shop']);
  expect(calls).toEqual([
    ...['list all', 'list web', 'delete web', 'list shop', 'delete shop'],
  ]);
  await expect(deleteAbandonedDryRuns(client, [])).rejects.toThrow(
    'may not list',
  );
});

it('goes on after one that it may not delete, and says so', async () => {
  const { calls, client } = newPlatform(['locked', 'web'], true);
  await expect(deleteAbandonedDryRuns(client, [])).rejects.toThrow(
    'may not delete',
  );
  expect(calls).toContain('delete web');
});
