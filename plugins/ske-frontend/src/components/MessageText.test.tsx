import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import { MessageText } from './MessageText';

it('shows Markdown, and loads no image of it', async () => {
  await renderInTestApp(
    <MessageText text="**bold** ![a bear](https://example.org/bear.png)" />,
  );
  expect(screen.getByText('bold').tagName).toBe('STRONG');
  expect(screen.getByAltText('a bear')).toHaveAttribute('src', 'data:,');
});
