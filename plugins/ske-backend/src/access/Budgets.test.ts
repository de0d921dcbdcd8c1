import { mockCredentials } from '@backstage/backend-test-utils';
import { Budgets } from './Budgets';

const anna = mockCredentials.user('user:default/anna');
const bert = mockCredentials.user('user:default/bert');

it('gives each person so much in a minute, and says when there is more', async () => {
  const budgets = new Budgets({ writes: 2 });
  await budgets.spend(anna, 'writes');
  await budgets.spend(anna, 'writes');
  const refused = budgets.spend(anna, 'writes');
  await expect(refused).rejects.toMatchObject({
    name: 'TooManyRequestsError',
    statusCode: 429,
    message: expect.stringContaining('ske.rateLimit.writes'),
  });
  const { retryAfter } = await refused.catch(error => error);
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  // What others do, and what else she does, is not counted.
  await budgets.spend(bert, 'writes');
  await budgets.spend(anna, 'logs');
});

it('counts what is long more than once', async () => {
  const budgets = new Budgets({ dryRuns: 10 });
  await budgets.spend(anna, 'dryRuns', 19_000);
  await budgets.spend(anna, 'dryRuns', 160_000);
  await expect(budgets.spend(anna, 'dryRuns')).rejects.toThrow('dryRuns');
});

it('does what one person asks for in turn, and nobody waits for another', async () => {
  const budgets = new Budgets();
  const done: string[] = [];
  let finishFirst = () => {};
  const first = budgets.runInTurn(anna, async () => {
    await new Promise<void>(resolve => {
      finishFirst = resolve;
    });
    done.push('first');
    throw new Error('it went wrong');
  });
  const second = budgets.runInTurn(anna, async () => done.push('second'));
  await budgets.runInTurn(bert, async () => done.push('of another'));
  expect(done).toEqual(['of another']);
  finishFirst();
  await expect(first).rejects.toThrow('it went wrong');
  await second;
  expect(done).toEqual(['of another', 'first', 'second']);
});

it('gives each person so much at once, until they let go', () => {
  const budgets = new Budgets({}, { subjects: 5 });
  const letGo = budgets.acquire(anna, 'subjects', 3);
  expect(() => budgets.acquire(anna, 'subjects', 3)).toThrow(
    'ske.atOnce.subjects',
  );
  budgets.acquire(bert, 'subjects', 5);
  const other = budgets.acquire(anna, 'subjects', 2);
  letGo();
  letGo();
  budgets.acquire(anna, 'subjects', 3);
  expect(() => budgets.acquire(anna, 'subjects', 1)).toThrow();
  other();
  budgets.acquire(anna, 'subjects', 2);
});
