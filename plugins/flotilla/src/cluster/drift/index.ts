export { DriftCard } from './DriftCard';
export { DriftPanel } from './DriftPanel';
