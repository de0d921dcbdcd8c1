import { createApiRef } from '@backstage/core-plugin-api';
import type { PlatformInfo } from '@syntasso/plugin-ske-common';

/** The part of Backstage's Kubernetes auth providers that is used here. @public */
export interface ClusterAuthApi {
  getCredentials(authProvider: string): Promise<{ token?: string }>;
}

/**
 * Backstage's Kubernetes auth providers, by their id: an app that has the
 * Kubernetes plugin has them, and one that has not need not install it for this.
 */
export const clusterAuthApiRef = createApiRef<ClusterAuthApi>({
  id: 'plugin.kubernetes.auth-providers',
});

/**
 * The person's own token for the cluster; undefined where the cluster wants
 * none, or where it comes with the sign-in (claim `tok`).
 */
export async function clusterTokenFor(
  platform: PlatformInfo,
  auth: ClusterAuthApi | undefined,
): Promise<string | undefined> {
  const { authProvider, tokenProvider } = platform;
  const provider =
    authProvider ?? (tokenProvider ? `oidc.${tokenProvider}` : undefined);
  if (platform.auth === 'own' || !provider) return undefined;
  const { token } = (await auth?.getCredentials(provider)) ?? {};
  return token;
}
