// @ts-check
import { fail, runTypeScript } from './setup.mjs';

runTypeScript('tools/dev/src/pack.ts', process.argv.slice(2)).catch(fail);
