import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { clusterMessages } from './messages/cluster';
import { driftMessages } from './messages/drift';
import { fieldMessages } from './messages/fields';
import { fleetMessages } from './messages/fleet';
import { requestMessages } from './messages/requests';
import { sharedMessages } from './messages/shared';

/** Every text of the pages, to be translated. @public */
export const flotillaTranslationRef = createTranslationRef({
  id: 'plugin.flotilla',
  messages: {
    ...sharedMessages,
    ...fleetMessages,
    ...clusterMessages,
    ...driftMessages,
    ...requestMessages,
    ...fieldMessages,
  },
});
