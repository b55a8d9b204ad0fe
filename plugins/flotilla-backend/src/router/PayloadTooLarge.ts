import { CustomErrorBase } from '@backstage/errors';

/** The body is larger than may be sent; answered with 413. */
export class PayloadTooLarge extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
  readonly statusCode = 413;
}
