/**
 * `npx @syntasso/plugin-ske-backend doctor`: checks an app from outside.
 *
 * @packageDocumentation
 */
import type { Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { checkCatalog } from './checkCatalog';
import { checkCluster } from './checkCluster';
import { checkConfig } from './checkConfig';
import { checkPackages, CHECKED_PACKAGES, OURS } from './checkPackages';
import { dynamicFolderOf, findDynamicPlugins } from './findDynamicPlugins';
import { findInstalled, findRoot } from './findInstalled';
import { messageOf, type Finding } from './findings';
import { readOptions, USAGE, type DoctorOptions } from './options';
import { printFindings } from './printFindings';

/**
 * Where the doctor runs, and what it writes to.
 *
 * @public
 */
export interface DoctorSurroundings {
  /** Folder of the app, or one in it. */
  folder: string;
  env: Record<string, string | undefined>;
  nodeVersion: string;
  write(text: string): void;
  writeError(text: string): void;
}

/**
 * Checks an app, and prints what is found.
 *
 * @param argv - the command line, without Node and the program
 * @returns the exit code: 0 all well, 1 something is wrong, 2 it could not check
 * @public
 */
export async function runDoctor(
  argv: string[],
  surroundings: DoctorSurroundings = PROCESS,
): Promise<0 | 1 | 2> {
  const options = readOptions(argv, surroundings.env);
  switch (options.kind) {
    case 'help':
      surroundings.write(USAGE);
      return 0;
    case 'invalid':
      surroundings.writeError(`${options.problem}\n\n${USAGE}`);
      return 2;
    default:
      return check(options, surroundings);
  }
}

async function check(
  options: Extract<DoctorOptions, { kind: 'check' }>,
  surroundings: DoctorSurroundings,
): Promise<0 | 1 | 2> {
  try {
    const root = findRoot(surroundings.folder);
    const config = await readAppConfig(options.configArguments, {
      root,
      env: surroundings.env,
    });
    const findings = await diagnose(config, options, surroundings, root);
    surroundings.write(
      options.json
        ? `${JSON.stringify({ findings }, undefined, 2)}\n`
        : printFindings(findings),
    );
    return findings.some(({ level }) => level === 'error') ? 1 : 0;
  } catch (error) {
    surroundings.writeError(
      `It could not check: ${messageOf(error).replace(
        /\.?$/,
        '.',
      )} Run it in the folder of the app, or name its files by --config.\n`,
    );
    return 2;
  }
}

async function diagnose(
  config: Config,
  { backend }: Extract<DoctorOptions, { kind: 'check' }>,
  { nodeVersion }: DoctorSurroundings,
  root: string,
): Promise<Finding[]> {
  const { findings, skeConfig } = checkConfig(config);
  return [
    ...findings,
    ...checkPackages(
      [...findInstalled(root, CHECKED_PACKAGES), ...findDynamic(config, root)],
      nodeVersion,
    ),
    ...(skeConfig ? await checkCluster(config, skeConfig) : []),
    ...(backend ? await checkCatalog(backend) : []),
  ];
}

/** Ours, where the app loads them at run time. */
function findDynamic(config: Config, root: string) {
  const folder = dynamicFolderOf(config, root);
  return folder === undefined ? [] : findDynamicPlugins(folder, root, OURS);
}

/** As Backstage reads it when it starts. */
async function readAppConfig(
  argv: string[],
  { root, env }: { root: string; env: DoctorSurroundings['env'] },
): Promise<Config> {
  const config = await ConfigSources.toConfig(
    ConfigSources.default({
      argv,
      env,
      rootDir: root,
      watch: false,
      remote: {},
    }),
  );
  config.close();
  return config;
}

const PROCESS: DoctorSurroundings = {
  folder: process.cwd(),
  env: process.env,
  nodeVersion: process.versions.node,
  write: text => void process.stdout.write(text),
  writeError: text => void process.stderr.write(text),
};
