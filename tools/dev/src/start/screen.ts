import type { EmbeddedPlatform } from '@internal/testbed';
import type { StartOptions } from '../options';

/** The one screen that says what runs where. */
export function describeWhatRuns(
  options: StartOptions,
  platform: EmbeddedPlatform | undefined,
  milliseconds: number,
) {
  return `
  Backstage    http://localhost:${options.appPort}            sign in as guest
  Backend      http://localhost:${options.backendPort}
  Platform     ${
    platform
      ? `${platform.url}  (embedded, with simulated Kratix)`
      : options.kubeconfig
  }
  Kubeconfig   ${platform ? '.cache/platform/kubeconfig' : options.kubeconfig}
  Logs         .cache/start/{app,backend,simulator}.log

  Started in ${(milliseconds / 1000).toFixed(
    1,
  )} s. First steps: open Redis Promise in the catalog, tab Kratix.
  Ctrl-C ends everything.
`;
}
