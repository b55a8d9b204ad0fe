import type { KubeObject } from '@flotilla/drift';
import type { Filling } from './Filling';
import { ANY_CLUSTER, GAP, isStandIn, mapTexts, STAND_INS } from './anyCluster';
import { printYaml } from './yaml';

/** A gap with the number of its scalar, or a stand-in with its key. */
const CUT = new RegExp(`${GAP}(\\d+)-|${STAND_INS.source}`);

/**
 * The text of objects of any cluster, printed once and cut where something is another text on each cluster. How a scalar
 * is written hangs on all of it, `on` is quoted and `./on` is not, so that whole scalars are cut out; but for those of
 * several lines, in which what a {@link Filling} has changes nothing else.
 */
export class AnyClusterText {
  private constructor(
    /** What stands before, between and after the gaps. */
    private readonly texts: readonly string[],
    /** Which scalar each gap takes, by number; or which value as it is, by key. */
    private readonly gaps: readonly (number | string)[],
    /** Each different scalar. */
    private readonly scalars: readonly string[],
  ) {}

  /**
   * @param objects - with no stand-in in their keys
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
    const texts: string[] = [];
    const gaps: (number | string)[] = [];
    const pieces = text.split(CUT);
    for (let i = 0; i < pieces.length; i += 3) {
      texts.push(pieces[i]);
      const [number, key] = [pieces[i + 1], pieces[i + 2]];
      if (i + 1 < pieces.length) gaps.push(key ?? Number(number));
    }
    texts[0] = head + texts[0];
    return new AnyClusterText(texts, gaps, scalars);
  }

  /** The text for a cluster. */
  for(filling: Filling): string {
    const { texts, gaps, scalars } = this;
    const printed = scalars.map(scalar => filling.printed(scalar));
    let text = texts[0];
    for (let i = 0; i < gaps.length; i += 1) {
      const gap = gaps[i];
      text +=
        (typeof gap === 'number' ? printed[gap] : filling.value(gap)) +
        texts[i + 1];
    }
    return text;
  }
}
