// The result of the self-assessment. See `ask.js`.

const { values, $, $$, here, shortened, unbroken, h, entitle, passOn, wear, notices, plates } = asking;

export default async function answer(data) {
  const given = data.questions.map((question) => {
    const asked = [...new Set(values(question.id))].sort();
    const known = question.answers.filter(({ id }) => asked.includes(id));
    const unknown = asked.filter((value) => question.answers.every(({ id }) => id !== value));
    return { question, unknown, chosen: known.slice(0, question.most), surplus: known.slice(question.most) };
  });
  const answers = given.flatMap(({ chosen }) => chosen);
  const outcome = assess(data, answers);
  const count = given.filter(({ chosen }) => chosen.length > 0).length;
  const query = given.flatMap(({ question, chosen }) => chosen.map(({ id }) => `${question.id}=${id}`)).join("&");
  const plate = await plates(data.signs);
  wear(data.colours);
  const isClear = outcome.verdict === "clear";
  const titles = (list) => list.map(({ title }) => title).join("、");
  const named = outcome.named.map(({ role }) => role);
  const tied = outcome.named.filter(({ place }) => place === "并列最前").length;
  const heading = {
    clear: named.length === 1 ? "可以先试这个方向" : `可以先试这 ${named.length} 个方向`,
    left: "没有方向过得了全部底线",
  }[outcome.verdict] ?? "没有明显倾向";
  const sentence = {
    clear: `根据你答的 ${count} 题（共 ${given.length} 题）。${tied > 0 ? `前 ${tied} 个并列，先后没有意义。` : ""}`,
    said: count === 0 ? "还没有能用的回答。" : `你答了 ${count} 题，选的都不偏向哪一边。`,
    left: "每个方向都至少碰到你的一条底线，先看看哪条可以松一点。",
    tied: `根据你答的 ${count} 题，有 ${outcome.tied} 个方向并列在前，分不出先后。`,
    faint: `根据你答的 ${count} 题，最靠前的方向只比其余的高一点，算不上倾向。`,
  }[outcome.verdict];
  const unknown = given.flatMap(({ question, unknown: list }) => list.map((value) => `“${question.text}”没有“${shortened(value, 40)}”这个回答，没有算进去。`));
  const more = unknown.length > 5 ? [`另有 ${unknown.length - 5} 个不认识的回答，也没有算进去。`] : [];
  const surplus = given.flatMap(({ question, surplus: list }) => list.map(({ text }) => `“${question.text}”最多选 ${question.most} 项，“${text}”没有算进去。`));
  const title = `${isClear ? titles(named) : heading}：自测结果`;
  entitle(title);
  passOn(title, `${title}。网址里就是这组回答，打开可以看理由，也可以改。`, query);
  const line = ([answer, fact]) => h("li", {}, h("b", {}, answer), fact);
  const lines = (list, rest = []) => [
    list.length > 0 ? h("ul", {}, list.map(line)) : h("p.note", {}, "没有。"),
    rest.length > 0 && h("details", {}, h("summary", {}, `另外 ${rest.length} 条`), h("ul", {}, rest.map(line))),
  ];
  const trial = (role) => role.trial && h("section.trial", {}, h("h3", {}, "接下来"), role.trial.tasks.length > 0 && h("ul", {}, role.trial.tasks.map((task) => h("li.task", {}, h("span.box"), task))), h("p", {}, h("a", { href: role.trial.href }, role.trial.title, role.trial.count > role.trial.tasks.length && `：全部 ${role.trial.count} 项`, h("span.vh", {}, `，${role.title}`))));
  const shown = outcome.named.map(({ role, place, pros, cons }) => h("li", { "data-r": role.slug }, h("header", {}, plate(role.slug), h("div", {}, h("p.place", {}, place), h("h2", {}, h("a", { href: role.href }, role.title)))), h("p.line", {}, role.summary), h("div.sides", {}, h("section.pros", {}, h("h3", {}, "支持它的回答"), lines(pros.slice(0, 3), pros.slice(3))), h("section.cons", {}, h("h3", {}, "反对它的回答"), lines(cons))), trial(role)));
  const cautions = raised(data, given, outcome.named);
  const { compare, home } = data;
  const beside = named.length > 0 ? `${compare}?${named.map(({ slug }) => `r=${slug}`).join("&")}` : compare;
  const open = given.filter(({ chosen }) => chosen.length === 0);
  const [lost, others] = [outcome.excluded.filter(({ lostItsPlace }) => lostItsPlace), outcome.excluded.filter(({ lostItsPlace }) => !lostItsPlace)];
  const result = [
    cautions.length > 0 && h("section.cautions", { "aria-labelledby": "match-cautions" }, h("h2", { id: "match-cautions" }, "先想清楚"), h("ul", {}, cautions.map(({ caution, roles }) => h("li", {}, caution.text, roles.length > 0 && h("span", {}, `说的是：${titles(roles)}。`), caution.source && h("span", {}, "原文：", h("a", { href: caution.source[1], rel: "noopener" }, caution.source[0])))))),
    isClear && h("ol.named", {}, shown),
    isClear && outcome.level.length > 0 && h("p.level", {}, "再往后，", outcome.level.flatMap((role, place) => [place > 0 && "、", h("a", { href: role.href, "data-r": role.slug }, role.title)]), "不相上下，你的回答分不出先后。"),
    !isClear && h("section", { "aria-labelledby": "match-ways" }, h("h2", { id: "match-ways" }, "可以怎么办"), h("ul.ways", {}, open.length > 0 && h("li", {}, `还有 ${open.length} 题没有答：`, h("ul", {}, open.map(({ question }) => h("li", {}, h("a", { href: `#match-${question.id}` }, question.text))))), h("li", {}, "回头看看", h("a", { href: "#match-form" }, "拿不准的那几题"), "，换一个更像你的回答，哪怕只差一点。"), h("li", {}, "不急着选，先", h("a", { href: beside }, "把全部方向摆在一起看"), "，或者", h("a", { href: home }, "从首页挑一个读"), "。"), h("li", {}, "没有倾向也是一个答案：现在的工作可以继续做。"))),
    outcome.excluded.length > 0 && h("section", { "aria-labelledby": "match-out" }, h("h2", { id: "match-out" }, "被底线挡下的方向"), lost.length > 0 && h("ul.out", {}, lost.map(({ role, why }) => h("li", { "data-r": role.slug }, plate(role.slug), h("div", {}, h("h3", {}, h("a", { href: role.href }, role.title)), h("p", {}, `不算${why.length > 1 ? "这几条" : "这一条"}，它会排进来。`), h("ul", {}, why.map(line)))))), others.length > 0 && h("details", {}, h("summary", {}, `${lost.length === 0 ? "" : "另外 "}${others.length} 个方向，不算底线也排不到前面`), h("ul.rest", {}, others.map(({ role, why }) => h("li", { "data-r": role.slug }, h("a", { href: role.href }, role.title), why.map(([answer, fact]) => h("span", {}, h("b", {}, answer), fact))))))),
    h("section.share", { "aria-labelledby": "match-share" }, h("h2", { id: "match-share" }, "留着，或者发给别人"), isClear && named.length > 1 && h("p", {}, h("a", { href: beside }, `把这 ${named.length} 个方向摆在一起对比`)), h("label", {}, "这个结果的网址", h("input", { type: "text", readonly: true, value: document.querySelector("link[rel=canonical]").href + (query && `?${query}`) })), h("p.note", {}, "打开它的人看得到你选的回答。本站不保存任何回答，同样的回答总是得到同样的结果。")),
    h("h2.again", { id: "match-form" }, "改一改回答"),
  ];
  $("h1").textContent = heading;
  $(".intro p").textContent = unbroken(sentence) + (isClear ? "方向是按编辑判断的评分推出来的，只说明值得先试，不说明一定合适。" : "");
  const noted = notices([...unknown.slice(0, 5), ...more, ...surplus]);
  $(".intro").after(...[noted, ...result].filter(Boolean));
  for (const box of $$(".quiz input")) {
    const { chosen } = given.find(({ question }) => question.id === box.name);
    box.checked = box.value ? chosen.some(({ id }) => id === box.value) : chosen.length === 0;
  }
  $(".quiz button").textContent = "重新看结果";
  $(".quiz .go").append(h("a", { href: here }, "清空重来"));
}

// What `src/query/matching` makes of answers; what they say of each role has been weighed.
function assess(data, answers) {
  const favoured = new Set(answers.flatMap(({ favours }) => favours));
  const standings = data.roles.map((role, index) => ({
    role,
    index,
    points: answers.reduce((total, { effects }) => total + effects.reduce((own, said) => own + (said[index]?.[0] ?? 0), 0), 0),
    why: answers.flatMap(({ text, limits }) => limits
      .filter(({ beyond, unless }) => beyond[index] && !unless.some((id) => favoured.has(id)))
      .map(({ why }) => [text, why])),
  })).sort((a, b) => b.points - a.points);
  const open = standings.filter(({ why }) => why.length === 0);
  const median = standings[Math.floor((standings.length - 1) / 2)]?.points ?? 0;
  const isTied = (head) => ({ points }) => head.points - points < data.tie;
  const tied = open.length > 0 ? open.filter(isTied(open[0])).length : 0;
  let verdict = "faint";
  if (!answers.some(({ effects, limits }) => effects.length > 0 || limits.length > 0)) verdict = "said";
  else if (open.length === 0) verdict = "left";
  else if (tied > data.named) verdict = "tied";
  else if (open[0].points - median >= data.clear) verdict = "clear";
  const [chosen, level] = verdict === "clear" ? choose(data, open, isTied) : [[], []];
  const last = chosen.at(-1)?.standing ?? open[0];
  return {
    verdict,
    tied,
    level: level.map(({ role }) => role),
    named: chosen.map(({ standing, place }) => ({ ...standing, place, ...reasons(answers, standing.index) })),
    excluded: standings.filter(({ why }) => why.length > 0).map(({ role, why, points }) => ({
      role, why, lostItsPlace: answers.length > 0 && (!last || points > last.points) && points >= median + data.tie,
    })),
  };
}

function choose(data, open, isTied) {
  const named = [];
  let rest = open;
  while (rest.length > 0) {
    const size = rest.filter(isTied(rest[0])).length;
    const group = rest.slice(0, size);
    const isNear = open[0].points - rest[0].points <= data.near;
    if (named.length >= 2 && !isNear) break;
    if (named.length + size > data.named) return [named, named.length < 2 ? group : []];
    let place = isNear ? "其次" : "其次，差得较远";
    if (named.length === 0) place = size === 1 ? "排在最前" : "并列最前";
    named.push(...group.map((standing) => ({ standing, place })));
    rest = rest.slice(size);
  }
  return [named, []];
}

function reasons(answers, index) {
  const all = answers.flatMap(({ text, effects }) => effects
    .filter((said) => said.some((ground) => ground && ground[0] !== 0))
    .filter((said) => said[index])
    .map((said) => [text, said[index][1], said[index][0]]));
  all.sort((a, b) => Math.abs(b[2]) - Math.abs(a[2]));
  return { pros: all.filter(([, , points]) => points >= 0), cons: all.filter(([, , points]) => points < 0) };
}

function raised(data, given, named) {
  const has = ([question, answer]) => given.some((own) => own.question.id === question && own.chosen.some(({ id }) => id === answer));
  return data.cautions
    .filter(({ when }) => when.every(has))
    .map((caution) => ({ caution, roles: caution.beyond ? named.filter(({ index }) => caution.beyond[index]).map(({ role }) => role) : [] }))
    .filter(({ caution, roles }) => !caution.beyond || roles.length > 0);
}
