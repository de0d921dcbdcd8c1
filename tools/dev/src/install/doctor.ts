import { randomBytes } from 'node:crypto';
import type { FreshApp } from './FreshApp';
import { fromReadme } from './readme';

/** As the README of the repository, and that of the package, say it. */
export const doctorCommand = () =>
  fromReadme('npx @syntasso/plugin-ske-backend doctor');

/** A token that the app's backend takes, for what checks it from outside. */
export const doctorToken = randomBytes(24).toString('hex');

/** What the app is configured with for it, below `backend`. */
export const doctorAccess = {
  externalAccess: [
    { type: 'static', options: { token: doctorToken, subject: 'doctor' } },
  ],
};

/** How the doctor ends, and lines that it has to write. */
interface Expected {
  code: number;
  lines: RegExp[];
}

const WELL: Expected = {
  code: 0,
  lines: [
    /^OK {4}config: ske in app-config is right \(mode kubernetes\)\.$/m,
    /^OK {4}packages: @syntasso\/plugin-ske-backend \S+, @syntasso\/plugin-ske-frontend \S+\.$/m,
    /^OK {4}cluster: .* answers: v\d/m,
  ],
};

/** The catalog of an app has examples of its own too, of which it may warn. */
const CATALOG_WELL: Expected = {
  code: 0,
  lines: [...WELL.lines, /^(?:OK {4}|WARN {2})catalog: \S/m],
};

const TOKEN_REFUSED: Expected = {
  code: 1,
  lines: [
    ...WELL.lines,
    /^ERROR catalog: .* does not accept the token \(401\)\. Give one of backend\.auth\.externalAccess that may read the catalog\.$/m,
  ],
};

/**
 * Lets the doctor check the app as the README says, with its catalog, and with a token that
 * the backend does not take.
 *
 * @param backendUrl - where the app's backend runs
 * @param command - as the docs write it for this kind of app
 * @throws Error that says what it should have said
 */
export async function tryDoctor(
  app: FreshApp,
  backendUrl: string,
  command: string,
): Promise<void> {
  const url = ['--backend-url', backendUrl];
  const run = (options: string[], expected: Expected) =>
    expectDoctor(app, command, options, expected);
  await run([], WELL);
  await run([...url, '--token', doctorToken], CATALOG_WELL);
  await run([...url, '--token', 'broken'], TOKEN_REFUSED);
}

async function expectDoctor(
  app: FreshApp,
  command: string,
  options: string[],
  expected: Expected,
) {
  const [program, ...words] = command.split(' ');
  const { code, output } = await app.run(program, [...words, ...options]);
  const wrong = whatIsWrong({ code, output }, expected);
  if (wrong === undefined) return;
  const shown = options.filter(option => option !== doctorToken).join(' ');
  throw new Error(`doctor ${shown}: ${wrong}. It says:\n${output}`);
}

/** What differs from what was expected of it, if something does. */
export function whatIsWrong(
  { code, output }: { code: number; output: string },
  expected: Expected,
): string | undefined {
  if (code !== expected.code) {
    return `its exit code is ${code} instead of ${expected.code}`;
  }
  const missing = expected.lines.find(line => !line.test(output));
  if (missing) return `it does not say ${missing.source}`;
  return expected.code === 0 && /^ERROR/m.test(output)
    ? 'it finds something wrong'
    : undefined;
}
