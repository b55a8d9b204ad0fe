import { WriteStream } from 'node:fs';

/** Writes one line a message, with the time; what goes wrong in the demo's parts is found there. */
export function fileLogger(log: WriteStream) {
  const level = (name: string) => (message: string) => {
    log.write(`${new Date().toISOString()} ${name} ${message}\n`);
  };
  return {
    debug: () => undefined,
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
  };
}
