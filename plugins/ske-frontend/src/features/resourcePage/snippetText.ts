import type { SnippetGap, SnippetPart } from '@syntasso/plugin-ske-common';
import type { T } from '../../translations/useT';

/** A filled snippet as one text, with words in angle brackets for what is not filled in. */
export const textOfParts = (parts: SnippetPart[], t: T): string =>
  parts
    .map(part =>
      part.kind === 'text' ? part.text : `<${gapText(part.gap, t)}>`,
    )
    .join('');

function gapText(gap: SnippetGap, t: T): string {
  if (gap.reason !== 'secret') {
    return t(`connect.gap.${gap.reason}`, { path: gap.path });
  }
  const { field, secret } = gap;
  return secret === undefined
    ? t('connect.gap.hidden', { field })
    : t('connect.gap.secret', { field, secret });
}
