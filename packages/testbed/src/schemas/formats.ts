import type { Format } from 'ajv';

const DATE_TIME =
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const DURATION = /^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The formats that the packed schemas use, as the API server understands them. */
export const FORMATS: Record<string, Format> = {
  int32: {
    type: 'number',
    validate: n => Number.isInteger(n) && Math.abs(n) <= 2 ** 31,
  },
  int64: { type: 'number', validate: n => Number.isInteger(n) },
  double: { type: 'number', validate: n => Number.isFinite(n) },
  'date-time': DATE_TIME,
  duration: DURATION,
  byte: BASE64,
  uri: text => URL.canParse(text),
};
