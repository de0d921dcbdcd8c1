import type { SchemaChange } from '@syntasso/plugin-ske-common';
import type { T } from '../../../translations/useT';

/** What a newer version changes, in words. */
export function changeText(change: SchemaChange, t: T): string {
  const field = change.field.replace(/^spec\./, '');
  const value = (text: string | undefined) => text ?? t('versions.none');
  switch (change.kind) {
    case 'added':
      return t(change.required ? 'versions.addsRequired' : 'versions.adds', {
        field,
      });
    case 'choices':
      return [
        ...(change.removed.length > 0
          ? [
              t('versions.choicesRemoved', {
                field,
                values: change.removed.join(', '),
              }),
            ]
          : []),
        ...(change.added.length > 0
          ? [
              t('versions.choicesAdded', {
                field,
                values: change.added.join(', '),
              }),
            ]
          : []),
      ].join('; ');
    case 'default':
      return t('versions.default', {
        field,
        before: value(change.before),
        after: value(change.after),
      });
    case 'type':
      return t('versions.type', {
        field,
        before: change.before,
        after: change.after,
      });
    case 'limit':
      return t('versions.limit', {
        field,
        limit: change.limit,
        before: value(change.before),
        after: value(change.after),
      });
    default:
      return t(`versions.${change.kind}`, { field });
  }
}
