import { useMemo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { englishText } from './englishText';
import type { messages } from './messages';
import { skeTranslationRef } from './ref';

/** `files_one` and `files_other` are one text, `files`, which `count` decides between. */
type WithoutForm<Key extends string> = Key extends `${infer Name}_${
  | 'one'
  | 'other'}`
  ? Name
  : Key;

type KeysOf<M, Prefix extends string = ''> = {
  [K in keyof M & string]: M[K] extends string
    ? `${Prefix}${WithoutForm<K>}`
    : KeysOf<M[K], `${Prefix}${K}.`>;
}[keyof M & string];

/** The name of a text. */
export type MessageKey = KeysOf<typeof messages>;

/**
 * Translates a text. Backstage's own type for this computes the placeholders
 * of every message at every call, which takes the compiler minutes with two
 * hundred messages; a test holds the placeholders together instead.
 */
export type T = (
  key: MessageKey,
  values?: Record<string, string | number>,
) => string;

/**
 * The plugin's translation function. The English that the app has registered is the titles
 * only (see `ref.ts`); all other English texts are the default values given here.
 */
export function useT(): T {
  const { t } = useTranslationRef(skeTranslationRef);
  return useMemo<T>(() => {
    const translate = t as unknown as (key: string, options: object) => string;
    return (key, values) =>
      translate(key, {
        ...values,
        defaultValue: englishText(key, values?.count),
      });
  }, [t]);
}
