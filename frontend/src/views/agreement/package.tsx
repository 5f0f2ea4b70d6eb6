/** A package: one option for each issue. */

import { Own } from "../../parts/basics";
import { useCase } from "../../parts/case";
import { Scroll } from "../../parts/scroll";
import { w } from "../../words";

export function Package({ package_, title, number, open = false }: {
  package_: Record<string, string>;
  title?: string;
  number?: number;
  open?: boolean;
}) {
  const now = useCase();
  const rows = now.summary.issues.filter((issue) => issue.id in package_);
  return (
    <details className="package" open={open}>
      <summary>{title ?? w.agreement.packageNumber(number ?? 1)}</summary>
      <Scroll label={w.agreement.package}>
        <table className="plain-table">
          <tbody>
            {rows.map((issue) => (
              <tr key={issue.id}>
                <th scope="row"><Own>{issue.question}</Own></th>
                <td><Own>{now.label(issue.id, package_[issue.id] ?? "")}</Own></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
