/**
 * Where an agent says what it does. Backstage's loggers fit.
 *
 * @public
 */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
