import type { RunCommand } from '@internal/testbed';
import { imagesIn, renderManifest } from './renderManifest';

const image = 'registry.example.org/controller';
const deployment = (...images: string[]) =>
  JSON.stringify({
    kind: 'Deployment',
    spec: { containers: images.map(one => ({ image: one })) },
  });

const renderWith = (code: number, output: string) => {
  const asked: string[][] = [];
  const run: RunCommand = async (_command, args) => {
    asked.push(args);
    return { code, output };
  };
  const rendering = renderManifest({
    helm: 'helm',
    chart: 'c.tgz',
    image,
    run,
  });
  return { asked, rendering };
};

it('renders with CRDs, into the namespace of SKE', async () => {
  const manifest = deployment(`${image}:v1`, `${image}@sha256:1`);
  const { asked, rendering } = renderWith(0, manifest);
  expect(await rendering).toBe(manifest);
  expect(asked[0].join(' ')).toMatch(
    /c\.tgz --namespace kratix-platform-system --include-crds/,
  );
});

it('refuses an image that is pulled from elsewhere', async () => {
  const { rendering } = renderWith(
    0,
    deployment(`${image}:v1`, 'ghcr.io/other:v1'),
  );
  await expect(rendering).rejects.toThrow('ghcr.io/other:v1');
});

it('says what Helm says', async () => {
  const { rendering } = renderWith(1, 'Error: no such chart\n');
  await expect(rendering).rejects.toThrow(
    'helm template: Error: no such chart',
  );
});

it('finds images wherever they are', () => {
  const text = `${deployment('a')}\n---\n${deployment('b', 'a')}`;
  expect(imagesIn(text)).toEqual(['a', 'b']);
});
