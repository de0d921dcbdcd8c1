// @ts-check
import { fail, runTypeScript } from './setup.mjs';

const [command, ...args] = process.argv.slice(2);
const entries = { controller: 'release.ts', publish: 'publishRelease.ts' };
const entry = /** @type {Record<string, string>} */ (entries)[command];
if (entry) runTypeScript(`tools/dev/src/${entry}`, args).catch(fail);
else fail(`release.mjs takes one of: ${Object.keys(entries).join(', ')}.`);
