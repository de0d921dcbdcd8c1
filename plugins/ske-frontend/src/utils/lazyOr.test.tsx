import { Suspense, type ComponentType } from 'react';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lazyOr, type NotLoadedReason } from './lazyOr';

interface Props {
  name: string;
}

const Loaded = ({ name }: Props) => <p>{`${name} is loaded`}</p>;
const standIn = ({ error, loadAgain, isAgain }: NotLoadedReason) =>
  function StandIn({ name }: Props) {
    return (
      <p>
        {`${name}: ${error.message}${isAgain ? ', again' : ''}`}
        <button onClick={loadAgain}>{`Load ${name} again`}</button>
      </p>
    );
  };

it.each<[string, () => Promise<ComponentType<Props>>, RegExp]>([
  ['what is loaded', async () => Loaded, /^A log is loaded/],
  [
    'what stands in for code that cannot be had',
    async () => {
      throw new Error('Loading chunk 7 failed');
    },
    /^A log: Loading chunk 7 failed/,
  ],
])('draws %s', async (_, load, text) => {
  const Part = lazyOr(load, standIn);
  render(
    <Suspense fallback={null}>
      <Part name="A log" />
    </Suspense>,
  );
  expect(await screen.findByText(text)).toBeInTheDocument();
});

it('loads again when it is asked to, for all places, as often as it fails', async () => {
  const load = jest
    .fn<Promise<ComponentType<Props>>, []>()
    .mockRejectedValueOnce(new Error('offline'))
    .mockRejectedValueOnce(new Error('still offline'))
    .mockResolvedValue(Loaded);
  const Part = lazyOr(load, standIn);
  render(
    <Suspense fallback={null}>
      <Part name="One" />
      <Part name="Two" />
    </Suspense>,
  );
  expect(await screen.findByText(/^Two: offline/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Load One again' }));
  expect(
    await screen.findByText(/^Two: still offline, again/),
  ).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Load Two again' }));
  expect(await screen.findByText('One is loaded')).toBeInTheDocument();
  expect(screen.getByText('Two is loaded')).toBeInTheDocument();
  expect(load).toHaveBeenCalledTimes(3);
});
