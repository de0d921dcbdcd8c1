import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResult } from '../runs/resultLog';
import { runPipeline } from './runPipeline';

let root: string;
let said: string[];
let printed: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ske-run-stages-'));
  for (const folder of ['generated', 'output']) mkdirSync(join(root, folder));
  said = [];
  printed = '';
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: string[]) =>
  runPipeline({
    args: [...args, `--root=${root}`],
    env: {},
    say: line => said.push(line),
    print: text => {
      printed += text;
    },
  });
const OUTPUT = 'output/catalog-info.yaml';

it('puts entities there, and prints what they are then', async () => {
  writeFileSync(join(root, 'generated/catalog-info.yaml'), 'kind: Component\n');
  expect(await run('--mode=generate', '--from-controller')).toBe(0);
  expect(readFileSync(join(root, OUTPUT), 'utf8')).toBe('kind: Component\n');
  expect(
    await run('--mode=patch', 'target: {kind: Component}\npatch: {a: b}'),
  ).toBe(0);
  expect(await run('--mode=result')).toBe(0);
  expect(readResult(printed)).toBe('kind: Component\na: b\n');
  expect(said).toEqual([]);
});

it('says that entities are not there', async () => {
  expect(await run('--mode=generate', '--from-controller')).toBe(1);
  expect(await run('--mode=result')).toBe(1);
  expect(said).toEqual([
    expect.stringMatching(/generated\/catalog-info\.yaml is not there\. Only/),
    expect.stringMatching(/output\/catalog-info\.yaml is not there any more/),
  ]);
  expect(printed).toBe('');
});
