import { stringify } from 'yaml';
import { changeManifestFile } from '../platform/git/manifestFile';
import { maskText } from '../redaction/maskText';

const FEW = 2_000;
const TIMES = 10;
const SECRETS = 499;

/** How long the fastest of three takes, in ms. */
function timed(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** Changes each of so many keys in a file. */
function edit(count: number): number {
  const manifestWith = (value: number) => ({
    ...{ apiVersion: 'example.org/v1', kind: 'Cache' },
    metadata: { name: 'one', namespace: 'default' },
    spec: Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`key${n}`, value]),
    ),
  });
  const text = stringify(manifestWith(1));
  return timed(() => changeManifestFile(text, manifestWith(2)));
}

/** Looks for so many secrets in each of many short texts. */
function mask(count: number): number {
  const secrets = Array.from({ length: count }, (_, n) => `secret-${n}`);
  const texts = Array.from({ length: FEW * TIMES }, (_, n) => `value ${n}`);
  return timed(() => texts.map(text => maskText(text, secrets)));
}

const few = edit(FEW);
process.stdout.write(
  `${JSON.stringify({
    times: TIMES,
    keys: FEW * TIMES,
    edited: edit(FEW * TIMES),
    editedFew: few,
    secrets: SECRETS,
    masked: mask(SECRETS),
    maskedFew: mask(1),
  })}\n`,
);
