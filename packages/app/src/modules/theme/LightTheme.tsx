import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  createUnifiedTheme,
  palettes,
  UnifiedThemeProvider,
} from '@backstage/theme';
import LightIcon from '@material-ui/icons/WbSunny';

const theme = createUnifiedTheme({
  palette: {
    ...palettes.light,
    // Backstage's own has a contrast of 3.7 on white; what is wrong in a form is small text, which needs 4.5.
    error: { main: '#c5162e' },
  },
});

/** Backstage's light theme with errors that can be read. */
export const LightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light Theme',
      variant: 'light',
      icon: <LightIcon />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={theme}>{children}</UnifiedThemeProvider>
      ),
    },
  },
});
