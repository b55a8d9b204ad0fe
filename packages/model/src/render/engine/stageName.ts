/** The name of the engine's object that applies a part: `components-cert-manager`. */
export function stageName(part: string): string {
  return part.replace('/', '-');
}
