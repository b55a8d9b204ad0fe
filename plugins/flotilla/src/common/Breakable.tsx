import { Fragment } from 'react';

/** Long names that break between their parts, and only there where that is enough. */
export const Breakable = (props: { children: string }) => (
  <>
    {props.children
      .split(/(?<=[/:,=@\]])(?=\S)|(?<=\.)(?=[a-zA-Z])/)
      .map((part, index) => (
        // The parts of a text have no other name than their place.
        // eslint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
  </>
);
