import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ScmHosts } from '../ScmHosts';

const PULL = 'https://gitlab.com/platform/requests/-/merge_requests/7';
const hostsWith = (token: string | undefined) =>
  new ScmHosts(
    ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: { gitlab: [{ host: 'gitlab.com', token }] },
      }),
    ),
  );

const fetched = jest.spyOn(globalThis, 'fetch');
beforeEach(() => fetched.mockResolvedValueOnce(Response.json([])));
afterEach(() => fetched.mockReset());
afterAll(() => fetched.mockRestore());

it.each([
  ['gl-token', 'Bearer gl-token'],
  [undefined, null],
])(
  'with the token %s sends %s, which no redirect takes along',
  async (token, sent) => {
    expect(await hostsWith(token).read(PULL)).toBeUndefined();
    const request = fetched.mock.calls[0][0] as Request;
    expect(request.headers.get('authorization')).toBe(sent);
    expect(request.headers.get('private-token')).toBeNull();
  },
);
