/** An address that leads nowhere. */

import { Empty, Go } from "../../parts/basics";
import { Frame } from "../../parts/shell";
import { address } from "../../place";
import { w } from "../../words";

export function NoView() {
  return (
    <Frame>
      <h1>{w.shell.noView}</h1>
      <Empty title={w.shell.noViewNext}>
        <p><Go to={address("/")}>{w.shell.allCases}</Go></p>
      </Empty>
    </Frame>
  );
}
