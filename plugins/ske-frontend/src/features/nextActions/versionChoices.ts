import { refOf, type ResourceView } from '@syntasso/plugin-ske-common';
import type { SkeApi } from '../../api/SkeApi';
import type { T } from '../../translations/useT';
import { choosableVersionsOf } from './nextActionsOf';

/** A version that a Resource can be moved to. */
export interface VersionChoice {
  version: string;
  /** Says what choosing it does. */
  label: string;
  /** Says that it was chosen. */
  chosen: string;
  choose: (api: SkeApi) => Promise<void>;
}

/** The versions of {@link choosableVersionsOf} with their texts, for buttons and menus. */
export const versionChoicesOf = (
  { version: versions, manifest }: ResourceView,
  t: T,
): VersionChoice[] =>
  choosableVersionsOf(versions).map(version => ({
    version,
    label: t(version === versions.running ? 'version.keep' : 'version.take', {
      version,
    }),
    chosen: t('version.chosen', { version }),
    choose: api => api.upgrade(refOf(manifest), version),
  }));
