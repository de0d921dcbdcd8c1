import type { BucketStore } from './parts/bucketStore';
import type { Certificate } from './parts/certificate';
import { connectGitea, type Gitea } from './parts/giteaClient';

/**
 * The kubeconfig of the API server that the tests of one run share.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testKubeconfig(): string {
  const path = process.env.SKE_TEST_KUBECONFIG;
  if (path) return path;
  throw new Error(
    'Integration tests need an API server with simulated Kratix: run them with npm test -- unit [path], or set SKE_TEST_KUBECONFIG.',
  );
}

/**
 * The Gitea that the tests of one run share.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testGitea(): Gitea {
  const gitea = process.env.SKE_TEST_GITEA;
  if (gitea) return connectGitea(JSON.parse(gitea));
  throw new Error(
    'These tests need Gitea: run them with npm run test:real [path].',
  );
}

/**
 * The object store that the tests of one run share.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testBucketStore(): BucketStore {
  const store = process.env.SKE_TEST_BUCKETS;
  if (store) return JSON.parse(store);
  throw new Error(
    'These tests need an object store: run them with npm run test:real [path].',
  );
}

/**
 * The path of Helm, which renders the charts.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testHelm(): string {
  const path = process.env.SKE_TEST_HELM;
  if (path) return path;
  throw new Error(
    'These tests need Helm: run them with npm run test:real [path].',
  );
}

/**
 * A certificate for a host that nobody has, for what stands before a Backstage.
 *
 * @throws Error that says how to run the tests when there is none.
 */
export function testCertificate(): Certificate {
  const certificate = process.env.SKE_TEST_CERTIFICATE;
  if (certificate) return JSON.parse(certificate);
  throw new Error(
    'These tests need a certificate: run them with npm run test:real [path].',
  );
}

/** What tests of images need. */
export interface ImageTools {
  /** Host and port of a registry, and of another one that images are mirrored to. */
  registry: string;
  mirror: string;
  /** Paths of the programs. */
  crane: string;
  bubblewrap: string;
}

/**
 * Registries of images that the tests of one run share, and programs for images.
 *
 * @throws Error that says how to run the tests when there are none.
 */
export function testImageTools(): ImageTools {
  const tools = process.env.SKE_TEST_IMAGE_TOOLS;
  if (tools) return JSON.parse(tools);
  throw new Error(
    'These tests need registries of images: run them with npm run test:real [path].',
  );
}
