import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const BASE = 'https://gitea.example.org';
const API = `${BASE}/api/v1/repos/platform/requests`;
const pullUrl = (number: number) => `${BASE}/platform/requests/pulls/${number}`;

const told = (pull: FakePullRequest) => ({
  number: pull.number,
  html_url: pullUrl(pull.number),
  state: pull.state === 'open' ? 'open' : 'closed',
  merged: pull.state === 'merged',
  mergeable: true,
  merged_at: pull.state === 'merged' ? '2026-01-02T00:00:00Z' : null,
  closed_at: pull.state === 'open' ? null : '2026-01-02T00:00:00Z',
  head: {
    ref: pull.branch,
    sha: `sha-${pull.number}`,
    repo_id: pull.fork ? 2 : 1,
  },
  base: { ref: pull.base, repo_id: 1 },
});

/** Gitea and Forgejo; a real one is in the test bed. */
export const gitea: FakeGitHostKind = {
  name: 'Gitea',
  integrations: {
    gitea: [
      {
        host: 'gitea.example.org',
        baseUrl: BASE,
        username: 'backstage',
        password: 'gt-token',
      },
    ],
  },
  repoUrl: 'gitea.example.org?owner=platform&repo=requests',
  pullUrl,
  protectedWords: 'Gitea: Not allowed to push to protected branch',
  handlers: gitHost => [
    http.get(`${API}/pulls`, ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const open = new URL(request.url).searchParams.get('state') === 'open';
      return HttpResponse.json(
        [...gitHost.pulls]
          .reverse()
          .filter(pull => !open || pull.state === 'open')
          .map(told),
      );
    }),
    http.get(`${API}/pulls/:number`, ({ params }) => {
      const pull = gitHost.get(Number(params.number));
      return pull
        ? HttpResponse.json(told(pull))
        : HttpResponse.json({ message: 'not found' }, { status: 404 });
    }),
    http.get(`${API}/pulls/:number/reviews`, ({ params }) => {
      const { approved } = gitHost.get(Number(params.number))!;
      return HttpResponse.json(
        approved ? [{ user: { login: 'rita' }, state: 'APPROVED' }] : [],
      );
    }),
    http.get(`${API}/commits/:sha/status`, ({ params }) => {
      const pull = gitHost.get(Number(String(params.sha).slice(4)))!;
      return HttpResponse.json(
        pull.failing
          ? { total_count: 1, state: 'failure' }
          : { total_count: 0, state: '' },
      );
    }),
    http.post(`${API}/pulls`, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as Record<string, string>;
      const pull = gitHost.open({
        branch: body.head,
        base: body.base,
        title: body.title,
        description: body.body,
      });
      return HttpResponse.json(told(pull), { status: 201 });
    }),
    http.patch(`${API}/pulls/:number`, async ({ request, params }) => {
      const body = (await request.json()) as Record<string, string>;
      const pull = gitHost.get(Number(params.number))!;
      pull.title = body.title;
      return HttpResponse.json(told(pull));
    }),
  ],
};
