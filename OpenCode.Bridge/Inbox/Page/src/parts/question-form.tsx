import { useState } from "preact/hooks";
import { Decide, Hindered } from "./request-card";
import { line, visible } from "./visible";
import { decide } from "../state/decide";
import type { Alert, OptionGroup } from "../state/types";

/** One question with one answer is one tap; anything else is chosen first and sent then. */
export function QuestionForm({ alert }: { alert: Alert }) {
  const groups = alert.options ?? [];
  const only = groups.length === 1 && !groups[0]!.multiple ? groups[0]! : null;
  return (
    <>
      {only ? <OneTap alert={alert} group={only} /> : <Several alert={alert} groups={groups} />}
      <Hindered server={alert.server} />
    </>
  );
}

function OneTap({ alert, group }: { alert: Alert; group: OptionGroup }) {
  const [own, setOwn] = useState("");
  const answer = (text: string) => decide(alert, { decision: "answer", answers: [[text]] });
  return (
    <>
      <p class="question">{visible(group.question ?? alert.text)}</p>
      <div class="choices">
        {group.choices.map((choice, index) => (
          <Decide key={index} alert={alert} verdict="answer" digit={index < 9 ? index + 1 : undefined} act={() => answer(choice.label)}>
            {line(choice.label)}
            {choice.description && <small>{line(choice.description)}</small>}
          </Decide>
        ))}
      </div>
      {group.custom && (
        <form class="own" onSubmit={event => { event.preventDefault(); if (own.trim()) answer(own.trim()); }}>
          <label>
            <span class="hidden">Answer in your own words</span>
            <input type="text" placeholder="Or in your own words" value={own} onInput={event => setOwn(event.currentTarget.value)} />
          </label>
          <Decide alert={alert} verdict="answer" act={() => own.trim() && answer(own.trim())} primary>Answer</Decide>
        </form>
      )}
      <Reject alert={alert} />
    </>
  );
}

function Several({ alert, groups }: { alert: Alert; groups: readonly OptionGroup[] }) {
  const [chosen, setChosen] = useState<readonly (readonly string[])[]>(groups.map(() => []));
  const [own, setOwn] = useState<readonly string[]>(groups.map(() => ""));
  const [problem, setProblem] = useState("");
  const set = (index: number, labels: readonly string[], text: string) => {
    setChosen(chosen.map((old, at) => (at === index ? labels : old)));
    setOwn(own.map((old, at) => (at === index ? text : old)));
  };
  const send = () => {
    const answers = groups.map((_, index) => [...chosen[index]!, ...(own[index]!.trim() ? [own[index]!.trim()] : [])]);
    const open = answers.findIndex(answer => answer.length === 0);
    setProblem(open < 0 ? "" : `Please answer: ${line(groups[open]!.header || groups[open]!.question || "")}`);
    if (open < 0) decide(alert, { decision: "answer", answers });
  };
  return (
    <>
      {groups.map((group, index) => (
        <fieldset key={index}>
          <legend>{group.header && groups.length > 1 && <span class="eyebrow">{line(group.header)}</span>}{visible(group.question ?? "")}</legend>
          {group.choices.map(choice => (
            <label key={choice.label} class="choice">
              <input
                type={group.multiple ? "checkbox" : "radio"}
                name={`${alert.id}-${index}`}
                checked={chosen[index]!.includes(choice.label)}
                onChange={event => {
                  const others = group.multiple ? chosen[index]!.filter(label => label !== choice.label) : [];
                  set(index, event.currentTarget.checked ? [...others, choice.label] : others, group.multiple ? own[index]! : "");
                }}
              />
              <span>{line(choice.label)}{choice.description && <small>{line(choice.description)}</small>}</span>
            </label>
          ))}
          {group.custom && (
            <label class="field">
              <span class="hidden">Own words for: {line(group.question ?? "")}</span>
              <input type="text" placeholder="Or in your own words" value={own[index]} onInput={event => set(index, group.multiple ? chosen[index]! : [], event.currentTarget.value)} />
            </label>
          )}
        </fieldset>
      ))}
      {problem && <p class="problem" role="alert">{problem}</p>}
      <div class="verdicts">
        <Decide alert={alert} verdict="answer" act={send} primary>Answer</Decide>
      </div>
      <Reject alert={alert} />
    </>
  );
}

function Reject({ alert }: { alert: Alert }) {
  return (
    <p class="aside end">
      <Decide alert={alert} verdict="reject" act={() => decide(alert, { decision: "reject" })} deny>Reject the question</Decide>
    </p>
  );
}
