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

it.each([
  ['lists within each other', '- '.repeat(1_000)],
  ['quotes within each other', '>'.repeat(2_000)],
  ['many brackets', '['.repeat(9_000)],
  ['many marks', '_a*'.repeat(3_000)],
])('shows %s as they are, at once', async (_, text) => {
  const { container } = await renderInTestApp(<MessageText text={text} />);
  expect(container.textContent).toContain(text.trim());
});
