import { createDevApp } from '@backstage/frontend-dev-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import flotillaPlugin from '../src';
import { portalModules } from './portal';

createDevApp({
  features: [catalogPlugin, scaffolderPlugin, flotillaPlugin, ...portalModules],
});
