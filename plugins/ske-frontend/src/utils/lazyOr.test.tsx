import { Suspense, type ComponentType } from 'react';
import { render, screen } from '@testing-library/react';
import { lazyOr } from './lazyOr';

interface Props {
  name: string;
}

const Loaded = ({ name }: Props) => <p>{`${name} is loaded`}</p>;
const standIn = (error: Error) =>
  function StandIn({ name }: Props) {
    return <p>{`${name}: ${error.message}`}</p>;
  };

it.each<[string, () => Promise<ComponentType<Props>>, string]>([
  ['what is loaded', async () => Loaded, 'A log is loaded'],
  [
    'what stands in for code that cannot be had',
    async () => {
      throw new Error('Loading chunk 7 failed');
    },
    'A log: Loading chunk 7 failed',
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
