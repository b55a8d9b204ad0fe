import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { LightTheme } from './LightTheme';

export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [LightTheme],
});
