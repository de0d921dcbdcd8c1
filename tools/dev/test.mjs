// @ts-check
import { fail, runTypeScript } from './setup.mjs';

runTypeScript('tools/dev/src/test.ts', process.argv.slice(2)).catch(fail);
