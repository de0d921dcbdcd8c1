// @ts-check
import { fail, runTypeScript } from './setup.mjs';

runTypeScript('tools/dev/src/image.ts', process.argv.slice(2)).catch(fail);
