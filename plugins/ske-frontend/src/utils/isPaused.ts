import { labels, type Manifest } from '@syntasso/plugin-ske-common';

/** Whether somebody paused it, by Kratix's label. */
export const isPaused = (manifest: Manifest) =>
  manifest.metadata.labels?.[labels.paused] === 'true';
