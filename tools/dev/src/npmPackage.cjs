// @ts-check
// Plain JavaScript with nothing but Node's own library: setup.mjs needs it on a machine that
// has no Node that runs TypeScript yet, and no packages.
const { execFile } = require('node:child_process');
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { homedir, platform } = require('node:os');
const { join } = require('node:path');
const { promisify } = require('node:util');

/** Shared by all clones of this user; safe to delete at any time. */
const cacheDir = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'ske-backstage',
);

/** @param {string} text */
function say(text) {
  process.stdout.write(`[ske] ${text}\n`);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<unknown>}
 */
function runNpm(args, cwd) {
  const isWindows = platform() === 'win32';
  const npm = isWindows ? 'npm.cmd' : 'npm';
  return promisify(execFile)(npm, args, { cwd, shell: isWindows });
}

/**
 * A package that is fetched when it is needed.
 *
 * @typedef {object} NpmPackage
 * @property {string} name
 * @property {string} version
 * @property {object} [overrides] versions for packages that it depends on, as in package.json
 * @property {string} [help] what to do when npm cannot install it
 */

/**
 * Installs an npm package into the cache, once.
 *
 * @param {NpmPackage} wanted
 * @param {{ cache?: string, run?: (args: string[], cwd: string) => Promise<unknown> }} [options]
 * for tests
 * @returns {Promise<string>} the folder of the package
 * @throws Error that names the package, with what npm has said
 */
async function ensureNpmPackage(wanted, options = {}) {
  const { name, version, overrides } = wanted;
  const { cache = cacheDir, run = runNpm } = options;
  const { help = 'Check that npm reaches its registry (npm ping).' } = wanted;
  const home = join(cache, 'npm', `${name.replace('/', '+')}@${version}`);
  const installed = join(home, 'node_modules', ...name.split('/'));
  if (existsSync(join(installed, 'package.json'))) return installed;
  say(`Fetching ${name}@${version} from npm …`);
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ private: true, overrides }),
  );
  const args = ['install', '--no-audit', '--no-fund', `${name}@${version}`];
  await run(args, home).catch(error => {
    throw new Error(
      `Could not install ${name}@${version} from npm. ${help}\n${
        error.stderr || error.message
      }`,
    );
  });
  return installed;
}

module.exports = { cacheDir, ensureNpmPackage, say };
