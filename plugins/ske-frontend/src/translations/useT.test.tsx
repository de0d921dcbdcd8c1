import { screen } from '@testing-library/react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/test-utils';
import { englishText } from './englishText';
import { skeTranslationRef } from './ref';
import { titles } from './titles';
import { useT } from './useT';
import { useTitle } from './useTitle';

function Texts() {
  const t = useT();
  return (
    <ul>
      <li>{t('common.copyOf', { label: 'the command' })}</li>
      <li>{t('resource.files', { count: 1 })}</li>
      <li>{t('resource.files', { count: 3 })}</li>
      <li>{t('platform.title')}</li>
      <li>{useTitle('overview.title')}</li>
    </ul>
  );
}

const shownTexts = () =>
  screen.getAllByRole('listitem').map(item => item.textContent);

it('brings English with the page, with values and forms', async () => {
  await renderInTestApp(<Texts />);
  expect(shownTexts()).toEqual([
    'Copy the command',
    englishText('resource.files_one')?.replace('{{count}}', '1'),
    englishText('resource.files_other')?.replace('{{count}}', '3'),
    'Platform health',
    'Platform',
  ]);
});

it('loads no other English with an app than the titles', async () => {
  function Untranslated() {
    const { t } = useTranslationRef(skeTranslationRef);
    const translate = t as unknown as (key: string) => string;
    return (
      <ul>
        {[...Object.keys(titles), 'common.retry'].map(key => (
          <li key={key}>{translate(key)}</li>
        ))}
      </ul>
    );
  }
  await renderInTestApp(<Untranslated />);
  expect(shownTexts()).toEqual([...Object.values(titles), 'common.retry']);
});

it('has the titles among all texts', () => {
  for (const [key, text] of Object.entries(titles))
    expect(englishText(key)).toBe(text);
});
