export { useLive, type Live } from './useLive';
export { useClock } from './useClock';
