import { render, screen } from '@testing-library/react';
import { KeptRoom, useRoomContent } from './KeptRoom';

/** Something that says what it shows, or that it is loading. */
function Content(props: { content: string | undefined }) {
  useRoomContent(props.content);
  return <p>{props.content ?? 'loading'}</p>;
}

const size = { width: 0, height: 0 };
beforeEach(() => {
  jest
    .spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
    .mockImplementation(() => size.width);
  jest
    .spyOn(HTMLElement.prototype, 'offsetHeight', 'get')
    .mockImplementation(() => size.height);
});
afterEach(() => jest.restoreAllMocks());

const USUAL = { narrow: 200, wide: 100 };
const roomWith = (name: string, content: string | undefined) => (
  <KeptRoom name={name} expected="ready" usual={USUAL}>
    <Content content={content} />
  </KeptRoom>
);
const minHeights = () =>
  [...document.querySelectorAll<HTMLElement>('[data-room]')].map(
    ({ style }) => style.minHeight,
  );

it.each([
  [360, '200px'],
  [1_100, '100px'],
])('is as high as usual at first: %i pixels wide, %s', (width, expected) => {
  Object.assign(size, { width, height: 50 });
  render(roomWith(`first-${width}`, undefined));
  expect(minHeights()).toEqual([expected]);
});

it('stays as it is when what arrives is lower, and is as high as that the next time', () => {
  Object.assign(size, { width: 1_100, height: 70 });
  const { rerender, unmount } = render(roomWith('card', undefined));
  rerender(roomWith('card', 'ready'));
  expect(screen.getByText('ready')).toBeInTheDocument();
  expect(minHeights()).toEqual(['100px']);
  unmount();

  const { unmount: leave } = render(roomWith('card', undefined));
  expect(minHeights()).toEqual(['70px']);
  leave();
  size.width = 360;
  render(roomWith('card', undefined));
  expect(minHeights()).toEqual(['200px']);
});

it('remembers nothing of what is not drawn', () => {
  Object.assign(size, { width: 1_100, height: 0 });
  const { unmount } = render(roomWith('hidden', 'ready'));
  unmount();
  render(roomWith('hidden', undefined));
  expect(minHeights()).toEqual(['100px']);
});

it('keeps no room for what was there before', () => {
  Object.assign(size, { width: 1_100, height: 400 });
  const { rerender } = render(roomWith('changing', 'failed'));
  expect(minHeights()).toEqual(['100px']);
  size.height = 80;
  rerender(roomWith('changing', 'ready'));
  expect(minHeights()).toEqual(['']);
});

it('is one where somebody else has made room already', () => {
  Object.assign(size, { width: 1_100, height: 80 });
  render(
    <KeptRoom name="outer" expected="ready" usual={USUAL}>
      {roomWith('inner', 'ready')}
    </KeptRoom>,
  );
  const rooms = [...document.querySelectorAll('[data-room]')];
  expect(rooms.map(room => room.getAttribute('data-room'))).toEqual(['outer']);
  expect(rooms[0]).toHaveTextContent('ready');
});
