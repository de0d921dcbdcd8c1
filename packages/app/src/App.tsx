import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import {
  kratixCatalogModule,
  kratixCreateModule,
} from '@syntasso/plugin-ske-frontend/alpha';
import { navModule } from './modules/nav';

export default createApp({
  features: [catalogPlugin, kratixCatalogModule, kratixCreateModule, navModule],
});
