import { HttpResponse, type HttpHandler } from 'msw';

/** A pull request as a made-up host keeps it. */
export interface FakePullRequest {
  number: number;
  branch: string;
  base: string;
  title: string;
  description: string;
  state: 'open' | 'merged' | 'closed';
  approved: boolean;
  failing: boolean;
  /** Whether its branch is of another repository. */
  fork?: boolean;
}

/** A host of pull requests in memory, and what it was told. */
export class FakeGitHost {
  readonly pulls: FakePullRequest[] = [];
  /** What whoever asks may not do, or how often. */
  trouble: 'none' | 'forbidden' | 'limited' = 'none';
  readonly authorizations = new Set<string>();

  open(
    pull: Pick<
      FakePullRequest,
      'branch' | 'base' | 'title' | 'description' | 'fork'
    >,
  ) {
    const opened: FakePullRequest = {
      ...pull,
      number: this.pulls.length + 1,
      state: 'open',
      approved: false,
      failing: false,
    };
    this.pulls.push(opened);
    return opened;
  }

  /** Newest first. */
  between(branch: string, base: string) {
    return this.pulls
      .filter(pull => pull.branch === branch && pull.base === base)
      .reverse();
  }

  get(number: number) {
    return this.pulls.find(pull => pull.number === number);
  }

  /** The answer to whoever may not, or asks too often; undefined otherwise. */
  refusal(request: Request): HttpResponse<string> | undefined {
    this.authorizations.add(
      request.headers.get('authorization') ??
        request.headers.get('private-token') ??
        '',
    );
    switch (this.trouble) {
      case 'forbidden':
        return new HttpResponse(
          JSON.stringify({ message: 'Forbidden: no write access' }),
          { status: 403, headers: { 'content-type': 'application/json' } },
        );
      case 'limited':
        return new HttpResponse(JSON.stringify({ message: 'slow down' }), {
          status: 429,
          headers: { 'content-type': 'application/json', 'retry-after': '120' },
        });
      default:
        return undefined;
    }
  }
}

/** A kind of host: how it is configured, addressed, and how its API answers. */
export interface FakeGitHostKind {
  name: string;
  /** Below `integrations` in app-config. */
  integrations: object;
  repoUrl: string;
  /** Address of a pull request for people. */
  pullUrl: (number: number) => string;
  /** What it says when a branch is protected. */
  protectedWords: string;
  handlers: (gitHost: FakeGitHost) => HttpHandler[];
}
