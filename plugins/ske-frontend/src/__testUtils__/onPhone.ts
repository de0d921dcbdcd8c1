/** Runs the tests of the `describe` that calls it with a window as narrow as a phone. */
export function onPhone() {
  const { matchMedia } = window;
  beforeEach(() => {
    window.matchMedia = (media: string) =>
      ({
        ...{ media, matches: media.includes('max-width: 700px') },
        ...{ addListener: () => {}, removeListener: () => {} },
        addEventListener: () => {},
        removeEventListener: () => {},
      } as unknown as MediaQueryList);
  });
  afterEach(() => {
    window.matchMedia = matchMedia;
  });
}
