import { NotFoundError } from '@backstage/errors';
import { NoAnswerError } from '@syntasso/plugin-ske-node';
import { checkPlatformHealth, type CheckedPlatform } from './platformHealth';

/** A cluster that fails until it is told to answer, and counts what it is asked. */
function startCluster(failure: Error) {
  const cluster = { answers: false, asked: 0 };
  const client = {
    server: 'https://cluster.example.org',
    skipsVerification: false,
    requestCount: 0,
    async post() {
      cluster.asked += 1;
      if (!cluster.answers) throw failure;
      return { status: { allowed: false, userInfo: { username: 'ske' } } };
    },
  };
  const live = {
    engines: [],
    informers: [],
    offerings: { areCurrent: true, list: () => [] },
  };
  const platform = {
    name: 'prod',
    auth: { kind: 'service' },
    own: { client, live },
  } as unknown as CheckedPlatform;
  const review = async () => {
    const { credentials } = await checkPlatformHealth(platform, {
      caller: undefined,
      mode: 'kubernetes',
      discovery: false,
    });
    return credentials[0];
  };
  return { cluster, review };
}

it('asks about rights once a minute, and again at once where that has failed', async () => {
  const { cluster, review } = startCluster(new NoAnswerError('ECONNREFUSED'));
  expect((await review()).problem).toMatch(/ECONNREFUSED/);
  cluster.answers = true;
  const credential = await review();
  expect(credential.problem).toBeUndefined();
  expect(credential.user).toBe('ske');
  const { asked } = cluster;
  expect(await review()).toEqual(credential);
  expect(cluster.asked).toBe(asked);
});

it('asks about rights no more often where the platform answers that it cannot tell', async () => {
  const { cluster, review } = startCluster(
    new NotFoundError('no SelfSubjectReview'),
  );
  const credential = await review();
  expect(credential.problem).toBe('no SelfSubjectReview');
  const { asked } = cluster;
  expect(await review()).toEqual(credential);
  expect(cluster.asked).toBe(asked);
});
