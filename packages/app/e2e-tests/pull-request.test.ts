import { expect, test } from '@playwright/test';
import { withoutGitHost } from './gitBackend';
import {
  offer,
  promiseByPullRequest,
  requestByPullRequest,
} from './pullRequestJourney';
import { signIn, watchConsole } from './support';
import { MAIN_APP } from './testedApp';

const id = Date.now().toString(36);
const kind = 'Cellar';
const promise = promiseByPullRequest(kind, id);

test.skip(...withoutGitHost);

let withdraw: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  withdraw = await offer(promise);
});
test.afterAll(async () => {
  await withdraw?.();
});

test('a request is proposed, closed, proposed again, merged and provisioned; changed and deleted the same way', async ({
  page,
}) => {
  test.setTimeout(400_000);
  const ours = watchConsole(page);
  await signIn(page);
  const name = `wine-${id}`;
  await requestByPullRequest(page, MAIN_APP, { kind, promise, name });
  expect(ours).toEqual([]);
});
