import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const ORG = 'https://dev.azure.com/platform';
const API = `${ORG}/Delivery/_apis/git/repositories/requests/pullRequests`;
const pullUrl = (number: number) =>
  `${ORG}/Delivery/_git/requests/pullrequest/${number}`;

const told = (pull: FakePullRequest) => ({
  pullRequestId: pull.number,
  status: { open: 'active', merged: 'completed', closed: 'abandoned' }[
    pull.state
  ],
  reviewers: pull.approved ? [{ vote: 10 }] : [],
  forkSource: pull.fork ? { name: 'refs/heads/x' } : undefined,
  mergeStatus: 'succeeded',
  closedDate: pull.state === 'open' ? undefined : '2026-01-02T00:00:00Z',
});

/** Azure DevOps. */
export const azure: FakeGitHostKind = {
  name: 'Azure DevOps',
  integrations: {
    azure: [
      {
        host: 'dev.azure.com',
        credentials: [{ personalAccessToken: 'az-token' }],
      },
    ],
  },
  repoUrl: 'dev.azure.com?organization=platform&project=Delivery&repo=requests',
  pullUrl,
  protectedWords:
    'TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.',
  handlers: gitHost => [
    http.get(API, ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const { searchParams } = new URL(request.url);
      const ref = (name: string) =>
        searchParams.get(`searchCriteria.${name}`)?.replace('refs/heads/', '');
      const source = ref('sourceRefName');
      const found = source
        ? gitHost.between(source, ref('targetRefName') ?? '')
        : gitHost.pulls.filter(({ state }) => state === 'open');
      return HttpResponse.json({
        count: found.length,
        value: found.map(told),
      });
    }),
    http.get(`${API}/:number`, ({ params }) => {
      const pull = gitHost.get(Number(params.number));
      return pull
        ? HttpResponse.json(told(pull))
        : new HttpResponse('', { status: 404 });
    }),
    http.get(`${API}/:number/statuses`, ({ params }) => {
      const { failing } = gitHost.get(Number(params.number))!;
      const value = failing ? [{ state: 'failed' }] : [];
      return HttpResponse.json({ count: value.length, value });
    }),
    http.post(API, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as Record<string, string>;
      const pull = gitHost.open({
        branch: body.sourceRefName.replace('refs/heads/', ''),
        base: body.targetRefName.replace('refs/heads/', ''),
        title: body.title,
        description: body.description,
      });
      return HttpResponse.json(told(pull), { status: 201 });
    }),
    http.patch(`${API}/:number`, async ({ request, params }) => {
      const body = (await request.json()) as { title: string };
      const pull = gitHost.get(Number(params.number))!;
      pull.title = body.title;
      return HttpResponse.json(told(pull));
    }),
  ],
};
