import { platformHealth } from '../../__testUtils__';
import { isConnectionWell } from './isConnectionWell';

it('is well where no controller is asked, or it answers', () => {
  const url = 'http://controller:8080';
  const withController = (
    readable: NonNullable<
      ReturnType<typeof platformHealth>['controller']
    >['readable'],
  ) => isConnectionWell(platformHealth({ controller: { url, readable } }));
  expect(isConnectionWell(platformHealth())).toBe(true);
  expect(withController({ state: 'yes', bindings: 2 })).toBe(true);
  expect(withController({ state: 'no', reason: 'It is away.' })).toBe(false);
});
