import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const API = 'https://gitlab.com/api/v4/projects/:project';
const pullUrl = (number: number) =>
  `https://gitlab.com/platform/requests/-/merge_requests/${number}`;

const told = (pull: FakePullRequest) => ({
  iid: pull.number,
  source_project_id: pull.fork ? 2 : 1,
  target_project_id: 1,
  web_url: pullUrl(pull.number),
  state: { open: 'opened', merged: 'merged', closed: 'closed' }[pull.state],
  merged_at: pull.state === 'merged' ? '2026-01-02T00:00:00Z' : null,
  closed_at: pull.state === 'closed' ? '2026-01-02T00:00:00Z' : null,
  has_conflicts: false,
  detailed_merge_status: 'mergeable',
  head_pipeline: pull.failing ? { status: 'failed' } : null,
});

/** GitLab: merge requests. */
export const gitlab: FakeGitHostKind = {
  name: 'GitLab',
  integrations: { gitlab: [{ host: 'gitlab.com', token: 'gl-token' }] },
  repoUrl: 'gitlab.com?owner=platform&repo=requests',
  pullUrl,
  protectedWords:
    'GitLab: You are not allowed to push code to protected branches on this project.',
  handlers: gitHost => [
    http.get(`${API}/merge_requests`, ({ request }) => {
      const { searchParams } = new URL(request.url);
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const iids = searchParams.getAll('iids[]').map(Number);
      const found =
        iids.length > 0
          ? gitHost.pulls.filter(({ number }) => iids.includes(number))
          : gitHost.between(
              searchParams.get('source_branch') ?? '',
              searchParams.get('target_branch') ?? '',
            );
      return HttpResponse.json(found.map(told));
    }),
    http.get(`${API}/merge_requests/:number`, ({ params }) =>
      HttpResponse.json(told(gitHost.get(Number(params.number))!)),
    ),
    http.get(`${API}/merge_requests/:number/approvals`, ({ params }) => {
      const { approved } = gitHost.get(Number(params.number))!;
      return HttpResponse.json({ approved_by: approved ? [{ user: {} }] : [] });
    }),
    http.post(`${API}/merge_requests`, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as Record<string, string>;
      const pull = gitHost.open({
        branch: body.source_branch,
        base: body.target_branch,
        title: body.title,
        description: body.description,
      });
      return HttpResponse.json(told(pull), { status: 201 });
    }),
    http.put(`${API}/merge_requests/:number`, async ({ request, params }) => {
      const body = (await request.json()) as Record<string, string>;
      const pull = gitHost.get(Number(params.number))!;
      pull.title = body.title;
      return HttpResponse.json(told(pull));
    }),
  ],
};
