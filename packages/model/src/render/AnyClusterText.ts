import type { KubeObject } from '@flotilla/drift';
import { ANY_CLUSTER, GAP, isStandIn, mapTexts } from './anyCluster';
import type { Filling } from './Filling';
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
   * @param objects - with no name of the cluster in their keys, and hashes of templates in single lines only
   * @param head - what stands before the objects
   */
  static of(objects: readonly KubeObject[], head: string): AnyClusterText {
    const scalars: string[] = [ANY_CLUSTER];
    const gapFor = (scalar: string) => {
      if (!isStandIn(scalar) || scalar.includes('\n')) return scalar;
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
  for(filling: Filling): string {
    const { texts, gaps, scalars } = this;
    const printed = scalars.map(scalar => filling.printed(scalar));
    let text = texts[0];
    for (let i = 0; i < gaps.length; i += 1) {
      const gap = gaps[i];
      text += (gap === NAME ? filling.cluster : printed[gap]) + texts[i + 1];
    }
    return text;
  }
}
