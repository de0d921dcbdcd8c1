import { fireEvent, screen, waitFor } from '@testing-library/react';
import { anUpdate, button, open } from '../__testUtils__/openDialog';

let mockIsOffline = true;
jest.mock('./YamlEditor', () => {
  if (mockIsOffline) throw new Error('Loading chunk 7 failed');
  const { createElement } = jest.requireActual('react');
  return {
    __esModule: true,
    default: ({ text }: { text: string }) => createElement('pre', null, text),
  };
});

const yaml = () =>
  screen.findByRole<HTMLTextAreaElement>('textbox', {
    name: 'Settings as YAML',
  });

it('edits the YAML as plain text where the editor cannot be had, and keeps it when it comes', async () => {
  const { user } = await open(anUpdate({ size: 'small' }, 1));
  await user.click(button('Show as YAML'));
  expect(
    await screen.findByText('The YAML editor could not be loaded'),
  ).toBeVisible();
  // What is typed would be lost.
  expect(
    screen.queryByRole('button', { name: 'Reload page' }),
  ).not.toBeInTheDocument();
  const area = await yaml();
  expect(area).toHaveValue('size: small\n');
  fireEvent.change(area, { target: { value: 'zone: north\nsize: huge\n' } });
  expect(await screen.findByText(/^Line 2: /)).toBeInTheDocument();
  await user.click(button('Review'));
  await waitFor(() => expect(area).toHaveFocus());
  expect(area.selectionStart).toBe('zone: north\n'.length);
  mockIsOffline = false;
  await user.click(button('Retry'));
  expect(await screen.findByText(/zone: north\s+size: huge/)).toBeVisible();
  expect(
    screen.queryByText('The YAML editor could not be loaded'),
  ).not.toBeInTheDocument();
});
