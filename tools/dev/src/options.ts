import { parseArgs } from 'node:util';
import type { AppName } from './app/sources';

/** What `npm start` was asked for. */
export interface StartOptions {
  app: AppName;
  appPort: number;
  backendPort: number;
  platformPort: number;
  kubeconfig: string | undefined;
  context: string | undefined;
  simulateKratix: boolean;
}

export const help = `npm start -- [options]

Starts Backstage with the SKE plugins and a platform to try them on.

  --app-port N        port of the app (default 3000)
  --backend-port N    port of the backend (default 7007)
  --platform-port N   port of the embedded Kubernetes API server (default 6443)
  --kubeconfig FILE   use that cluster instead of the embedded platform
  --context NAME      context of that kubeconfig (default: its current one)
  --legacy            start the app of the legacy frontend system
  --simulate-kratix   with --kubeconfig: run simulated Kratix on that cluster
  --help              this text

The first start builds the embedded platform, where it cannot be downloaded. Backstage
answers before that is done, and shows how far it is.

The embedded platform writes .cache/platform/kubeconfig, for
  kubectl --kubeconfig .cache/platform/kubeconfig get promises
Without a kubectl: npm run testbed -- kubectl get promises
Logs are in .cache/start/. Ctrl-C ends everything.
`;

/** @throws Error that names the option and what it takes. */
export function readOptions(args: string[]): StartOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      'app-port': { type: 'string', default: '3000' },
      'backend-port': { type: 'string', default: '7007' },
      'platform-port': { type: 'string', default: '6443' },
      kubeconfig: { type: 'string' },
      context: { type: 'string' },
      legacy: { type: 'boolean', default: false },
      'simulate-kratix': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.context && !values.kubeconfig) {
    throw new Error(
      '--context needs --kubeconfig FILE: the embedded platform has one context only.',
    );
  }
  return {
    app: values.legacy ? 'app-legacy' : 'app',
    appPort: port('--app-port', values['app-port']),
    backendPort: port('--backend-port', values['backend-port']),
    platformPort: port('--platform-port', values['platform-port']),
    kubeconfig: values.kubeconfig,
    context: values.context,
    simulateKratix: values['simulate-kratix'] || !values.kubeconfig,
  };
}

function port(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65536) return value;
  throw new Error(
    `${option} is "${text}"; it takes a port number from 1 to 65535.`,
  );
}
