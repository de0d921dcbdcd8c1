// @ts-check
/**
 * What a fresh machine needs before anything else can run: Node 22.12 or newer,
 * Yarn, and the packages of the lock file. Uses nothing but Node's own library
 * and npm, because nothing else is installed yet.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { homedir, platform, arch } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheDir, ensureNpmPackage, say } from './src/npmPackage.cjs';

const run = promisify(execFile);

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const NODE_MAJOR = 22;
const YARN_VERSION = /yarn@([\d.]+)/.exec(
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager,
)?.[1];

/**
 * The running Node where it is new enough, else one from npm. New enough also means
 * that CommonJS can require ES modules, as some packages of the tools are (22.12).
 */
async function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_MAJOR && process.features.require_module) {
    const prefix = dirname(dirname(process.execPath));
    const headers = join(prefix, 'include', 'node', 'node.h');
    return {
      node: process.execPath,
      // Headers of this Node, whatever an .npmrc says about another one.
      nodedir: existsSync(headers) ? prefix : undefined,
    };
  }
  const os = { linux: 'linux', darwin: 'darwin', win32: 'win' }[platform()];
  const dir = await ensureNpmPackage({
    name: `node-${os}-${arch()}`,
    version: String(NODE_MAJOR),
    help: `Check that npm reaches its registry (npm ping), or install Node ${NODE_MAJOR} yourself.`,
  });
  return {
    node: join(dir, 'bin', platform() === 'win32' ? 'node.exe' : 'node'),
    // Native add-ons compile against the headers that came with this Node.
    nodedir: dir,
  };
}

async function npmRegistry() {
  if (process.env.YARN_NPM_REGISTRY_SERVER) {
    return process.env.YARN_NPM_REGISTRY_SERVER;
  }
  const { stdout } = await run('npm', ['config', 'get', 'registry'], {
    shell: platform() === 'win32',
    cwd: homedir(),
  });
  return stdout.trim().replace(/\/$/, '');
}

/** Changes whenever what `yarn install` would do changes. */
function installFingerprint() {
  const hash = createHash('sha256');
  const manifests = ['packages', 'plugins', 'tools'].flatMap(folder =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map(name =>
          join(root, folder, name, 'package.json'),
        )
      : [],
  );
  for (const file of ['package.json', 'yarn.lock', '.yarnrc.yml']
    .map(name => join(root, name))
    .concat(manifests.sort())) {
    if (existsSync(file))
      hash.update(file.slice(root.length)).update(readFileSync(file));
  }
  return hash.update(process.platform).digest('hex');
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function stream(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', code => resolve(code ?? 1));
  });
}

/**
 * Makes the machine ready. Safe to call every time: returns at once when
 * nothing changed since the last run.
 */
export async function setup() {
  const { node, nodedir } = await ensureNode();
  const yarn = join(
    await ensureNpmPackage({
      name: '@yarnpkg/cli-dist',
      version: String(YARN_VERSION),
    }),
    'bin',
    'yarn.js',
  );

  const bin = join(root, '.cache', 'bin');
  mkdirSync(bin, { recursive: true });
  if (platform() !== 'win32') {
    // Children (backstage-cli, jest) look `node` and `yarn` up on the PATH.
    writeFileSync(join(bin, 'node'), `#!/bin/sh\nexec '${node}' "$@"\n`, {
      mode: 0o755,
    });
    writeFileSync(
      join(bin, 'yarn'),
      `#!/bin/sh\nexec '${node}' '${yarn}' "$@"\n`,
      { mode: 0o755 },
    );
  }
  const env = {
    ...process.env,
    PATH: [
      bin,
      dirname(node),
      join(root, 'node_modules', '.bin'),
      process.env.PATH,
    ].join(delimiter),
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    YARN_IGNORE_PATH: '1',
    SKE_CACHE_DIR: cacheDir,
    ...(nodedir ? { npm_config_nodedir: nodedir } : {}),
  };

  const stamp = join(root, 'node_modules', '.ske-setup');
  const wanted = `${installFingerprint()} ${node}`;
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say('Installing packages (some minutes the first time) …');
    const code = await stream(
      node,
      [yarn, 'install', ...(process.env.CI ? ['--immutable'] : [])],
      {
        ...env,
        YARN_NPM_REGISTRY_SERVER: await npmRegistry(),
        YARN_ENABLE_PROGRESS_BARS: '0',
      },
    );
    if (code !== 0) {
      throw new Error(
        'yarn install failed; the lines above say why. Nothing was started.',
      );
    }
    writeFileSync(stamp, wanted);
  }
  return { node, yarn, env };
}

/** The loader that lets Node run the repository's TypeScript. */
export const typescript = [
  '--require',
  '@backstage/cli/config/nodeTransform.cjs',
  '--no-warnings',
];

/**
 * Runs a TypeScript entry in the prepared environment, passing signals on, and
 * ends with its exit code.
 * @param {string} entry path below the root
 * @param {string[]} args
 */
export async function runTypeScript(entry, args) {
  const { node, env } = await setup();
  const child = spawn(node, [...typescript, join(root, entry), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  if (process.env.npm_lifecycle_event) {
    // npm's shell dies of a signal without passing it on.
    const shell = process.ppid;
    setInterval(() => {
      if (process.ppid !== shell) child.kill('SIGTERM');
    }, 250).unref();
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** @param {unknown} error */
export function fail(error) {
  process.stderr.write(
    `[ske] ${error instanceof Error ? error.message : error}\n`,
  );
  process.exit(1);
}
