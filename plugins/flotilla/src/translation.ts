import { createTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationRef } from '@backstage/frontend-plugin-api';
import { clusterMessages } from './messages/cluster';
import { driftMessages } from './messages/drift';
import { fieldMessages } from './messages/fields';
import { fleetMessages } from './messages/fleet';
import { requestMessages } from './messages/requests';
import { sharedMessages } from './messages/shared';

const messages = {
  ...sharedMessages,
  ...fleetMessages,
  ...clusterMessages,
  ...driftMessages,
  ...requestMessages,
  ...fieldMessages,
};

type KeyOf<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${K}`
    : KeyOf<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type TextAt<T, Key extends string> = Key extends keyof T
  ? T[Key]
  : Key extends `${infer First}.${infer Rest}`
  ? First extends keyof T
    ? TextAt<T[First], Rest>
    : never
  : never;

/**
 * The texts of the pages by their keys. Spelt out, because the inferred type lists them in an order
 * that changes with code that has nothing to do with them, and the API report with it.
 *
 * @public
 */
export type FlotillaMessages = {
  readonly [K in KeyOf<typeof messages>]: TextAt<typeof messages, K>;
};

/** Every text of the pages, to be translated. @public */
export const flotillaTranslationRef: TranslationRef<
  'plugin.flotilla',
  FlotillaMessages
> = createTranslationRef({ id: 'plugin.flotilla', messages });
