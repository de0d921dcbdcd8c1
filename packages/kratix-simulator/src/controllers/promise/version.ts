import type { Manifest } from '@syntasso/plugin-ske-common';
import { label } from '../../runtime/Cluster';
import { KRATIX } from '../../runtime/names';

/** The version that a Promise's label says. */
export const versionOf = (promise: Manifest) =>
  label(promise, `${KRATIX}promise-version`);
