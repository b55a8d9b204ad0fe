/** Whether labels hold everything that a selector asks for. */
export function matches(
  selector: { matchLabels: Record<string, string> },
  labels: Record<string, string> | undefined,
): boolean {
  return Object.entries(selector.matchLabels).every(
    ([key, value]) => labels?.[key] === value,
  );
}
