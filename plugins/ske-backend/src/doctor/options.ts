import { parseArgs } from 'node:util';
import { hasCredential } from '@syntasso/plugin-ske-common';
import { messageOf } from './findings';

/** What the command line asks for. */
export type DoctorOptions =
  | {
      kind: 'check';
      /** As Backstage's own reader of configuration takes them. */
      configArguments: string[];
      /** The running backend whose catalog is looked at. */
      backend?: { url: string; token: string };
      json: boolean;
    }
  | { kind: 'help' }
  | { kind: 'invalid'; problem: string };

/** How the command is written. */
export const USAGE = `Usage: npx @syntasso/plugin-ske-backend doctor [options]

Checks an app in its folder: app-config, packages, the cluster and its rights. As a dynamic
plugin: node <folder of the plugin>/bin/doctor.js [options], in the folder of the app.

  --config <path>       configuration file, once for each; default: as Backstage
  --backend-url <url>   also check the catalog of the backend that runs there
  --token <token>       for that backend; default: $BACKSTAGE_TOKEN
  --json                findings as JSON
  --help                this text

Exit codes: 0 all well, 1 something is wrong, 2 it could not check.
`;

/** Reads the command line. */
export function readOptions(
  argv: string[],
  env: Record<string, string | undefined>,
): DoctorOptions {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    const [problem] = messageOf(error).split('. ');
    return { kind: 'invalid', problem: `${problem}.` };
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const other = positionals.find(
    (word, index) => index > 0 || word !== 'doctor',
  );
  if (other !== undefined) {
    return { kind: 'invalid', problem: `There is no command "${other}".` };
  }
  const url = values['backend-url'];
  if (url !== undefined && !/^https?:\/\/./.test(url)) {
    return {
      kind: 'invalid',
      problem:
        '--backend-url is no address that begins with http:// or https://.',
    };
  }
  if (url !== undefined && hasCredential(url)) {
    return {
      kind: 'invalid',
      problem:
        '--backend-url has a user name or a password in it, which would show up in what is printed. Leave it out, and give --token.',
    };
  }
  const token = values.token ?? env.BACKSTAGE_TOKEN;
  if (url !== undefined && !token) {
    return {
      kind: 'invalid',
      problem:
        '--backend-url needs a token: give --token, or set BACKSTAGE_TOKEN, to one of backend.auth.externalAccess.',
    };
  }
  if (url === undefined && values.token !== undefined) {
    return { kind: 'invalid', problem: '--token needs --backend-url.' };
  }
  return {
    kind: 'check',
    configArguments: (values.config ?? []).flatMap(file => ['--config', file]),
    backend:
      url !== undefined && token
        ? { url: url.replace(/\/+$/, ''), token }
        : undefined,
    json: values.json ?? false,
  };
}

const parse = (argv: string[]) =>
  parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      config: { type: 'string', multiple: true },
      'backend-url': { type: 'string' },
      token: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
