import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { eventually, testKubeconfig, upstreamOf } from '@internal/testbed';
import { at, objectsOf } from '@syntasso/plugin-ske-common';
import { ask, startBackend, type TestBackend } from './__testUtils__/backend';
import { startFakeApiServer } from './__testUtils__/fakeApiServer';
import { writeKubeconfig } from './__testUtils__/kubeconfig';

const PROMISES = '/apis/platform.kratix.io/v1alpha1/promises';

let stops: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});

/** Starts a backend, and collects what it warns of the platform. */
async function startOn(
  kubeconfig: string,
): Promise<{ backend: TestBackend; warnings: string[] }> {
  const warnings: string[] = [];
  const ignore = () => {};
  const logger: LoggerService = {
    ...{ error: ignore, info: ignore, debug: ignore },
    warn: message => {
      if (/SKE platform|cannot be read|does not know/.test(message))
        warnings.push(message);
    },
    child: () => logger,
  };
  const backend = await startBackend({
    config: { ske: { kubernetes: { kubeconfig } } },
    features: [
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
    ],
  });
  stops.push(() => backend.stop());
  return { backend, warnings };
}

/** The path of a kubeconfig for an API server that is no good. */
async function fakeServer(
  options: Parameters<typeof startFakeApiServer>[1],
): Promise<string> {
  const server = await startFakeApiServer([], options);
  stops.push(() => server.stop());
  return server.kubeconfig;
}

describe('the log at the start', () => {
  it.each([
    [
      'a token that is not accepted',
      () => fakeServer({ refused: 't' }),
      /did not accept the credentials\. Renew those/,
    ],
    [
      'an unknown host',
      async () =>
        writeKubeconfig('https://nowhere.invalid:6443', { token: 't' }),
      /nowhere\.invalid:6443 does not answer .* Check that it runs/,
    ],
    [
      'an untrusted certificate authority',
      async () =>
        writeKubeconfig(upstreamOf(testKubeconfig()).url, { token: 't' }, {}),
      /is not accepted \([A-Z_]+\)\. .*caData or caFile/,
    ],
    [
      'a platform that npm start still builds',
      () => fakeServer({ away: 'It is being built: step 2 of 3' }),
      /ask its version: .* answered 503 \(It is being built: step 2 of 3\)/,
    ],
    [
      'no kubeconfig',
      async () => '/nowhere/kubeconfig',
      /cannot read \/nowhere\/kubeconfig \(ENOENT\)/,
    ],
    [
      'no Kratix',
      () => fakeServer({ others: { [PROMISES]: undefined } }),
      /does not know promises\.platform\.kratix\.io, .* Install Kratix/,
    ],
  ])(
    'warns once of %s',
    async (_, kubeconfigOf, text) => {
      const { warnings } = await startOn(await kubeconfigOf());
      await eventually('a warning', () => warnings.length > 0);
      expect(warnings).toEqual([expect.stringMatching(text)]);
      expect(warnings[0]).not.toContain('conversion webhook');
    },
    60_000,
  );

  it('has the reason of the page of the health', async () => {
    const { backend, warnings } = await startOn(
      await fakeServer({ refused: 't' }),
    );
    await eventually('a warning', () => warnings.length > 0);
    const health = await eventually('its page', async () => {
      const { answer } = await ask(`${backend.api}/ske/health`, {
        authorization: mockCredentials.user.header(),
      });
      const [api] = objectsOf(at(answer, 'discovery', 'unreadable'));
      return api && { reason: at(answer, 'reachable', 'reason'), api };
    });
    expect(health.reason).toContain('did not accept the credentials');
    expect(health.api.remedy).toBe('It is tried again until it works.');
    expect(warnings).toEqual([expect.stringContaining(String(health.reason))]);
  }, 60_000);
});
