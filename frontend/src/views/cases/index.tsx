/** The list of cases, and a new one. */

import { useEffect } from "react";
import { at } from "../../api/address";
import { useAnswer } from "../../api/answers";
import { Empty, Go, Own, Shown } from "../../parts/basics";
import { Scroll } from "../../parts/scroll";
import { Bar, Frame } from "../../parts/shell";
import { address, casePath } from "../../place";
import { w } from "../../words";
import { Accounts } from "./accounts";
import { LogOut } from "./log-out";
import { NewCase } from "./new-case";
import { Password } from "./password";

export function Cases() {
  const asked = at("/api/cases");
  const answer = useAnswer(asked);
  const me = useAnswer(at("/api/me"));
  useEffect(() => {
    document.title = `${w.cases.title} · ${w.product}`;
  }, []);
  const single = me.value?.mode === "single";
  return (
    <Frame head={<span className="case-title">{w.product}</span>}>
      <Bar title={w.cases.title} json={asked}><LogOut /></Bar>
      <Shown answer={answer}>
        {({ items }) => {
          // Cases with one title are told apart by their names.
          const twice = (title: string): boolean => items.filter((one) => one.title === title).length > 1;
          return (
            <>
              {items.length === 0 && <Empty title={w.cases.none} next={w.cases.noneNext} />}
              {items.length > 0 && (
                <Scroll label={w.cases.title}>
                  <table className="plain-table cases">
                    <thead>
                      <tr>
                        <th scope="col">{w.cases.caseHead}</th>
                        <th scope="col">{w.cases.counts}</th>
                        <th scope="col">{w.cases.role}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((item) => (
                        <tr key={item.id}>
                          <th scope="row"><Go to={address(casePath(item.id, "matrix"))}><Own>{item.title}</Own></Go>{twice(item.title) && <span className="soft"> <Own>{item.id}</Own></span>}</th>
                          <td>
                            {w.cases.reports(item.counts.reports)} · {w.cases.statements(item.counts.accepted)} · {w.cases.drafts(item.counts.drafts)}
                            {item.counts.waiting > 0 && (
                              <> · <Go to={address(casePath(item.id, "review"))}>{w.cases.waiting(item.counts.waiting)}</Go></>
                            )}
                          </td>
                          <td>{w.cases.roles[item.role]}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </Scroll>
              )}
              {single && <p className="soft">{w.cases.single}</p>}
              {me.value?.mode === "shared" && me.value.administrator && <><NewCase /><Accounts /></>}
              {me.value?.mode === "shared" && <Password />}
            </>
          );
        }}
      </Shown>
    </Frame>
  );
}
