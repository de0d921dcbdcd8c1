import { createBackendModule } from '@backstage/backend-plugin-api';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import makeFetchCookie from 'fetch-cookie';

/**
 * Sign-in with the test bed's OIDC provider. The resolver is the one that
 * docs/permissions.md shows: the ID token goes into the claim `tok`.
 */
export const oidcSignInModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'testbed-oidc',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator: oidcAuthenticator,
            async signInResolver({ result }, ctx) {
              const { tokenset, userinfo } = result.fullProfile;
              return ctx.issueToken({
                claims: {
                  sub: `user:default/${userinfo.sub}`,
                  ent: [`user:default/${userinfo.sub}`],
                  tok: tokenset.id_token ?? '',
                },
              });
            },
          }),
        });
      },
    });
  },
});

/** What somebody has after signing in. */
export interface SignedIn {
  backstageToken: string;
  idToken: string;
}

/** Signs an account of the test bed in, as a browser would. */
export async function signIn(
  authUrl: string,
  appUrl: string,
  account: string,
): Promise<SignedIn> {
  const browser = makeFetchCookie(fetch);
  const start = new URLSearchParams({
    env: 'development',
    origin: appUrl,
    scope: 'openid profile email',
  });
  const form = await browser(`${authUrl}/oidc/start?${start}`);
  const done = await browser(form.url, {
    method: 'POST',
    body: new URLSearchParams({ account }),
  });
  const page = await done.text();
  const message = /authResponse = decodeURIComponent\('([^']*)'\)/.exec(page);
  if (!message) throw new Error(`Sign-in of ${account} ended at: ${page}`);
  const { response, error } = JSON.parse(decodeURIComponent(message[1])) as {
    error?: { message: string };
    response?: {
      backstageIdentity: { token: string };
      providerInfo: { idToken: string };
    };
  };
  if (!response) throw new Error(`${account}: ${error?.message}`);
  return {
    backstageToken: response.backstageIdentity.token,
    idToken: response.providerInfo.idToken,
  };
}
