// @ts-check
import { fail, runTypeScript } from './setup.mjs';

runTypeScript('tools/dev/src/install.ts', process.argv.slice(2)).catch(fail);
