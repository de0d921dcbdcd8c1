import { http, HttpResponse } from 'msw';
import type { FakeGitHostKind, FakePullRequest } from './GitHost';

const BASE = 'https://bitbucket.example.org';
const API = `${BASE}/rest/api/1.0/projects/PLAT/repos/requests/pull-requests`;
const pullUrl = (number: number) =>
  `${BASE}/projects/PLAT/repos/requests/pull-requests/${number}`;

const told = (pull: FakePullRequest) => ({
  id: pull.number,
  version: 3,
  state: { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' }[pull.state],
  closedDate: pull.state === 'open' ? undefined : 1_767_312_000_000,
  links: { self: [{ href: pullUrl(pull.number) }] },
  reviewers: pull.approved ? [{ status: 'APPROVED' }] : [],
  fromRef: {
    latestCommit: `sha-${pull.number}`,
    repository: { id: pull.fork ? 2 : 1 },
  },
  toRef: { displayId: pull.base, repository: { id: 1 } },
});

/** Bitbucket Server and Data Center. */
export const bitbucketServer: FakeGitHostKind = {
  name: 'Bitbucket Server',
  integrations: {
    bitbucketServer: [
      {
        host: 'bitbucket.example.org',
        apiBaseUrl: `${BASE}/rest/api/1.0`,
        token: 'bs-token',
      },
    ],
  },
  repoUrl: 'bitbucket.example.org?project=PLAT&repo=requests',
  pullUrl,
  protectedWords: 'You are not allowed to push to this branch',
  handlers: gitHost => [
    http.get(API, ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const { searchParams } = new URL(request.url);
      const at = searchParams.get('at')?.replace('refs/heads/', '');
      const found = [...gitHost.pulls]
        .reverse()
        .filter(pull => at === undefined || pull.branch === at)
        .filter(
          pull => searchParams.get('state') !== 'OPEN' || pull.state === 'open',
        );
      return HttpResponse.json({ values: found.map(told) });
    }),
    http.get(`${API}/:number`, ({ params }) => {
      const pull = gitHost.get(Number(params.number));
      return pull
        ? HttpResponse.json(told(pull))
        : HttpResponse.json(
            { errors: [{ message: 'No such pull request' }] },
            { status: 404 },
          );
    }),
    http.get(
      `${BASE}/rest/build-status/1.0/commits/stats/:sha`,
      ({ params }) => {
        const { failing } = gitHost.get(Number(String(params.sha).slice(4)))!;
        return HttpResponse.json({
          successful: 0,
          inProgress: 0,
          failed: failing ? 1 : 0,
        });
      },
    ),
    http.post(API, async ({ request }) => {
      const refusal = gitHost.refusal(request);
      if (refusal) return refusal;
      const body = (await request.json()) as {
        title: string;
        description: string;
        fromRef: { id: string };
        toRef: { id: string };
      };
      const pull = gitHost.open({
        branch: body.fromRef.id.replace('refs/heads/', ''),
        base: body.toRef.id.replace('refs/heads/', ''),
        title: body.title,
        description: body.description,
      });
      return HttpResponse.json(told(pull), { status: 201 });
    }),
    http.put(`${API}/:number`, async ({ request, params }) => {
      const body = (await request.json()) as { title: string; version: number };
      const pull = gitHost.get(Number(params.number))!;
      if (body.version !== 3) {
        return HttpResponse.json(
          { errors: [{ message: 'out of date' }] },
          { status: 409 },
        );
      }
      pull.title = body.title;
      return HttpResponse.json(told(pull));
    }),
  ],
};
