import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/test-utils';
import { Diff } from './Diff';

it('draws a long difference piece by piece', async () => {
  const text = Array.from({ length: 1_200 }, (_, n) => `line ${n}`).join('\n');
  const { container } = await renderInTestApp(
    <Diff label="a file" before="" after={text} />,
  );
  const drawn = () => container.querySelectorAll('ins').length;
  expect(drawn()).toBe(500);
  await userEvent.click(
    screen.getByRole('button', { name: /Show 500 of 700 more lines/ }),
  );
  expect(drawn()).toBe(1_000);
  await userEvent.click(
    screen.getByRole('button', { name: /Show 200 of 200 more lines/ }),
  );
  expect(drawn()).toBe(1_200);
  expect(screen.queryByRole('button')).toBeNull();
});
