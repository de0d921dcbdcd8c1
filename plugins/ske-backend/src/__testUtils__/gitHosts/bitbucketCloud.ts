import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const API = 'https://api.bitbucket.org/2.0/repositories/platform/requests';
const pullUrl = (number: number) =>
  `https://bitbucket.org/platform/requests/pull-requests/${number}`;

const told = (pull: FakePullRequest) => ({
  id: pull.number,
  source: {
    repository: {
      full_name: pull.fork ? 'evil/requests' : 'platform/requests',
    },
  },
  destination: { repository: { full_name: 'platform/requests' } },
  state: { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' }[pull.state],
  updated_on: '2026-01-02T00:00:00Z',
  links: { html: { href: pullUrl(pull.number) } },
  participants: pull.approved ? [{ state: 'approved' }] : [],
});

/** Bitbucket Cloud. */
export const bitbucketCloud: FakeGitHostKind = {
  name: 'Bitbucket Cloud',
  integrations: {
    bitbucketCloud: [{ username: 'backstage', token: 'bb-token' }],
  },
  repoUrl: 'bitbucket.org?workspace=platform&project=P&repo=requests',
  pullUrl,
  protectedWords: 'Permission denied by branch permission on main',
  handlers: gitHost => [
    http.get(`${API}/pullrequests`, ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const q = new URL(request.url).searchParams.get('q') ?? '';
      const ids = [...q.matchAll(/id = (\d+)/g)].map(([, id]) => Number(id));
      const [, branch] = /source\.branch\.name = "([^"]*)"/.exec(q) ?? [];
      const [, base] = /destination\.branch\.name = "([^"]*)"/.exec(q) ?? [];
      const found = branch
        ? gitHost.between(branch, base)
        : gitHost.pulls.filter(({ number }) => ids.includes(number));
      return HttpResponse.json({ values: found.map(told) });
    }),
    http.get(`${API}/pullrequests/:number/statuses`, ({ params }) => {
      const { failing } = gitHost.get(Number(params.number))!;
      return HttpResponse.json({
        values: failing ? [{ state: 'FAILED' }] : [],
      });
    }),
    http.post(`${API}/pullrequests`, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as {
        title: string;
        description: string;
        source: { branch: { name: string } };
        destination: { branch: { name: string } };
      };
      const pull = gitHost.open({
        branch: body.source.branch.name,
        base: body.destination.branch.name,
        title: body.title,
        description: body.description,
      });
      return HttpResponse.json(told(pull), { status: 201 });
    }),
    http.put(`${API}/pullrequests/:number`, async ({ request, params }) => {
      const body = (await request.json()) as { title: string };
      const pull = gitHost.get(Number(params.number))!;
      pull.title = body.title;
      return HttpResponse.json(told(pull));
    }),
  ],
};
