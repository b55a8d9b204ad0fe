import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import flotillaPlugin from '@flotilla/backstage-plugin-flotilla';
import { navModule } from './modules/nav';
import { themeModule } from './modules/theme';

export default createApp({
  features: [catalogPlugin, flotillaPlugin, navModule, themeModule],
});
