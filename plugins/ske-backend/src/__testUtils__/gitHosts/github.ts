import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const API = 'https://api.github.com';
const pullUrl = (number: number) =>
  `https://github.com/platform/requests/pull/${number}`;

const told = (pull: FakePullRequest) => ({
  number: pull.number,
  url: pullUrl(pull.number),
  state: { open: 'OPEN', merged: 'MERGED', closed: 'CLOSED' }[pull.state],
  mergedAt: pull.state === 'merged' ? '2026-01-02T00:00:00Z' : null,
  closedAt: pull.state === 'open' ? null : '2026-01-02T00:00:00Z',
  mergeable: 'MERGEABLE',
  reviewDecision: pull.approved ? 'APPROVED' : 'REVIEW_REQUIRED',
  commits: {
    nodes: [
      {
        commit: {
          statusCheckRollup: pull.failing ? { state: 'FAILURE' } : null,
        },
      },
    ],
  },
});

/** GitHub: REST to open and change, GraphQL to read many at once. */
export const github: FakeGitHostKind = {
  name: 'GitHub',
  integrations: { github: [{ host: 'github.com', token: 'gh-token' }] },
  repoUrl: 'github.com?owner=platform&repo=requests',
  pullUrl,
  protectedWords: 'error: GH006: Protected branch update failed',
  handlers: gitHost => [
    http.get(`${API}/repos/platform/requests/pulls`, ({ request }) => {
      const { searchParams } = new URL(request.url);
      const [, branch = ''] = (searchParams.get('head') ?? '').split(':');
      return (
        gitHost.refusal(request) ??
        HttpResponse.json(
          gitHost
            .between(branch, searchParams.get('base') ?? '')
            // It is asked for one of a branch of the repository itself.
            .filter(({ fork }) => !fork)
            .map(({ number }) => ({ number })),
        )
      );
    }),
    http.post(`${API}/repos/platform/requests/pulls`, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as Record<string, string>;
      const { number } = gitHost.open({
        branch: body.head,
        base: body.base,
        title: body.title,
        description: body.body,
      });
      return HttpResponse.json({
        number,
        html_url: pullUrl(number),
        base: { ref: body.base },
      });
    }),
    http.patch(
      `${API}/repos/platform/requests/pulls/:number`,
      async ({ request, params }) => {
        const body = (await request.json()) as Record<string, string>;
        const pull = gitHost.get(Number(params.number))!;
        pull.title = body.title;
        return HttpResponse.json({ number: pull.number });
      },
    ),
    http.post(`${API}/graphql`, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const { query } = (await request.json()) as { query: string };
      const wanted = [...query.matchAll(/pullRequest\(number: (\d+)\)/g)].map(
        ([, number]) => Number(number),
      );
      const repository = Object.fromEntries(
        wanted.map(number => {
          const pull = gitHost.get(number);
          return [`p${number}`, pull ? told(pull) : null];
        }),
      );
      const missing = wanted.filter(number => !gitHost.get(number));
      return HttpResponse.json({
        data: { repository },
        ...(missing.length > 0
          ? {
              errors: missing.map(number => ({
                type: 'NOT_FOUND',
                message: `Could not resolve to a PullRequest with the number of ${number}.`,
              })),
            }
          : {}),
      });
    }),
  ],
};
