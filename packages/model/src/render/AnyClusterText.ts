import type { KubeObject } from '@flotilla/drift';
import { ANY_CLUSTER, GAP, mapTexts, nameIn } from './anyCluster';
import { printYaml } from './yaml';

/** A gap with its number; without one it takes the cluster's name as it is. */
const CUT = new RegExp(`${GAP}(\\d+)-|${ANY_CLUSTER}`);

/** The gap that takes the cluster's name as it is. */
const NAME = -1;

/**
 * The text of objects of any cluster, printed once and cut where the cluster's name goes. How a scalar is written
 * hangs on all of it, `on` is quoted and `./on` is not, so that whole scalars are cut out; but for those of several
 * lines, in which a name changes nothing else.
 */
export class AnyClusterText {
  private constructor(
    /** What stands before, between and after the gaps. */
    private readonly texts: readonly string[],
    /** Which scalar each gap takes. */
    private readonly gaps: readonly number[],
    /** Each different scalar. */
    private readonly scalars: readonly string[],
  ) {}

  /**
   * @param objects - with no name of the cluster in their keys
   * @param head - what stands before the objects
   */
  static of(objects: readonly KubeObject[], head: string): AnyClusterText {
    const scalars: string[] = [ANY_CLUSTER];
    const gapFor = (scalar: string) => {
      if (!scalar.includes(ANY_CLUSTER) || scalar.includes('\n')) return scalar;
      const known = scalars.indexOf(scalar);
      const number = known < 0 ? scalars.push(scalar) - 1 : known;
      return `${GAP}${number}-`;
    };
    const text = objects
      .map(object => printYaml(mapTexts(object, gapFor)))
      .join('---\n');
    const pieces = text.split(CUT);
    const texts = pieces.filter((_, i) => i % 2 === 0);
    const gaps = pieces
      .filter((_, i) => i % 2 === 1)
      .map(number => (number === undefined ? NAME : Number(number)));
    return new AnyClusterText(
      [head + texts[0], ...texts.slice(1)],
      gaps,
      scalars,
    );
  }

  /** The text for a cluster. */
  for(cluster: string): string {
    const scalars = this.scalars.map(scalar =>
      // Without its line break.
      printYaml(nameIn(scalar, cluster)).slice(0, -1),
    );
    const pieces = [this.texts[0]];
    this.gaps.forEach((gap, i) => {
      pieces.push(gap === NAME ? cluster : scalars[gap], this.texts[i + 1]);
    });
    return pieces.join('');
  }
}
