import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import { Markdown } from './Markdown';

it('shows Markdown with its images', async () => {
  await renderInTestApp(
    <Markdown content="**bold** ![a bear](https://example.org/bear.png)" />,
  );
  expect(screen.getByText('bold').tagName).toBe('STRONG');
  expect(screen.getByAltText('a bear')).toHaveAttribute(
    'src',
    'https://example.org/bear.png',
  );
});

it('shows headings no larger than the text around it', async () => {
  await renderInTestApp(<Markdown content={'# Two files\n\n### One'} />);
  for (const name of ['Two files', 'One']) {
    expect(await screen.findByRole('heading', { name })).toHaveStyle(
      'font-size: 1em',
    );
  }
});

it('shows what would take long to read as it is', async () => {
  const text = '- '.repeat(1_000);
  const { container } = await renderInTestApp(<Markdown content={text} />);
  expect(container.textContent).toContain(text.trim());
});
