import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('asks who comes', async () => {
    // The app reads its configuration from here; a string would be the environment's.
    Object.assign(process, {
      env: {
        NODE_ENV: 'test',
        APP_CONFIG: [
          {
            data: {
              app: { title: 'Test' },
              backend: { baseUrl: 'http://localhost:7007' },
            },
            context: 'test',
          },
        ],
      },
    });

    render(App.createRoot());

    expect(
      await screen.findByText('Enter', {}, { timeout: 20_000 }),
    ).toBeInTheDocument();
  }, 30_000);
});
