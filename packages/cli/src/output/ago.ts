const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
] as const;

/**
 * How long ago a moment was, in the largest unit that fits: "14 min ago".
 *
 * @param time - RFC 3339
 */
export function ago(time: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - Date.parse(time)) / 1000);
  const unit = UNITS.find(candidate => seconds >= candidate.seconds);
  return unit
    ? `${Math.floor(seconds / unit.seconds)} ${unit.name} ago`
    : `${Math.floor(seconds)} s ago`;
}
