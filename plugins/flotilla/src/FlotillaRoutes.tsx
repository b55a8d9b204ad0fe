import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { FleetPage } from './fleet/FleetPage';
import { RequestPage } from './requests/RequestPage';
import { RequestsPage } from './requests/RequestsPage';

/** The pages below the fleet page's path. */
export const FlotillaRoutes = () => (
  <Routes>
    <Route path="/" element={<FleetPage />} />
    <Route path="/requests" element={<RequestsPage />} />
    <Route path="/requests/:id" element={<RequestPage />} />
    <Route path="*" element={<NotFoundErrorPage />} />
  </Routes>
);
