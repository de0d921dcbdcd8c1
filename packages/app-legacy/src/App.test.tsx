import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('begins with the page to sign in on', async () => {
    // The app reads its configuration from this variable in tests.
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Test' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ] as unknown as string,
    };
    render(<App />);
    expect(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 20_000 }),
    ).toBeInTheDocument();
  });
});
