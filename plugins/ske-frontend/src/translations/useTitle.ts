import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { skeTranslationRef } from './ref';
import type { TitleKey } from './titles';

/** A title in the language of the app, without the texts of the pages. */
export function useTitle(key: TitleKey): string {
  const { t } = useTranslationRef(skeTranslationRef);
  return (t as unknown as (titleKey: TitleKey) => string)(key);
}
