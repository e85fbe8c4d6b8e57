// Answers the question in the address where no server did: in an export, or without a network.
// Only pages that answer no question carry this script. What is shown is what the server shows.

const { asks, from } = document.currentScript.dataset;
const asked = new URLSearchParams(location.search);
const values = (name) => asked.getAll(name).map((value) => value.trim()).filter(Boolean);
const main = document.querySelector("main");
const $ = (selector, root = main) => root.querySelector(selector);
const $$ = (selector, root = main) => [...root.querySelectorAll(selector)];
const here = new URL(document.querySelector("link[rel=canonical]").href).pathname;
const shortened = (text, most) => ([...text].length > most ? `${[...text].slice(0, most).join("")}…` : text);

// An element: `h("p.note", { id: "x" }, "text", child, false)`.
function h(what, attributes = {}, ...children) {
  const [name, ...classes] = what.split(".");
  const element = document.createElement(name);
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== false && child != null));
  return element;
}

function entitle(title) {
  document.title = `${title} · ${document.title.split(" · ").at(-1)}`;
}

// The same page in another form leads to the question, too.
function passOn(title, text, query) {
  const panel = document.querySelector("[data-share]");
  if (!panel) return;
  const [address, words] = $$(".field", panel);
  const page = address.textContent + (query ? `?${query}` : "");
  Object.assign(panel.dataset, { share: title, text });
  address.textContent = page;
  words.textContent = `${text} ${page}`;
  // The code there is leads to the page without the question.
  if (query) $("figure", panel)?.remove();
}

const notices = (lines) => lines.length > 0 && h("ul.notices", {}, lines.map((line) => h("li", {}, line)));

// ---- the index, narrowed and put in order

const FACETS = { group: "分组", coding: "写代码", within: "多久能转" };

function narrow(data) {
  const read = {
    group: (value) => data.choices.group.find((choice) => choice.value === value),
    coding: (value) => data.choices.coding.find((choice) => choice.value === value),
    within: (value) => /^(0|[1-9]\d*)$/.test(value) && Number(value) <= data.most_months
      && { value, label: `${value} 个月内`, words: `${value} 个月内能转过去` },
  };
  const admits = {
    group: (role, value) => role.group === value,
    coding: (role, value) => role.coding === value,
    within: (role, value) => role.months[0] <= Number(value),
  };
  const chosen = {};
  const ignored = [];
  for (const facet of Object.keys(FACETS)) {
    for (const value of values(facet)) {
      const found = read[facet](value);
      if (found && !chosen[facet]) chosen[facet] = found;
      else ignored.push([FACETS[facet], value]);
    }
  }
  let sort;
  for (const value of values("sort")) {
    const key = data.keys.find(({ word }) => word === value.replace(/^-/, ""));
    if (key && !sort) sort = { value, key, descending: value.startsWith("-") };
    else ignored.push(["排序", value]);
  }
  const meeting = (conditions) => data.roles.filter((role) => Object.entries(conditions)
    .every(([facet, condition]) => !condition || admits[facet](role, condition.value)));
  const href = (conditions, order) => {
    const parts = Object.keys(FACETS).filter((facet) => conditions[facet])
      .map((facet) => `${facet}=${conditions[facet].value}`);
    if (order) parts.push(`sort=${order}`);
    return parts.length > 0 ? `${here}?${parts.join("&")}` : here;
  };
  return { chosen, ignored, sort, meeting, href, read };
}

function ordered(roles, { key, descending }) {
  const measure = (role) => {
    if (key.word === "order" && !key.is_axis) return [role.order, 0];
    if (key.word === "months" && !key.is_axis) return role.months;
    return [role.scores[key.word] ?? 0, 0];
  };
  const sign = descending ? -1 : 1;
  return [...roles].sort((a, b) => {
    const [one, other] = [measure(a), measure(b)];
    return sign * (one[0] - other[0] || one[1] - other[1]) || a.order - b.order;
  });
}

function refill(filter, { chosen, sort, meeting, href, read }) {
  $$("select", filter).forEach((select, place) => {
    const { name } = select;
    const value = name === "sort" ? sort?.value : chosen[name]?.value;
    const choices = [...select.options].map((option) => ({
      value: option.value, label: option.textContent.replace(/（\d+）$/, ""),
    }));
    if (value && choices.every((choice) => choice.value !== value)) {
      choices.push(chosen[name]);
      if (name === "within") choices.sort((a, b) => Number(a.value) - Number(b.value));
    }
    for (const choice of choices) {
      const next = { ...chosen, [name]: choice.value ? read[name]?.(choice.value) : undefined };
      choice.chosen = choice.value === (value ?? "");
      if (name !== "sort") choice.count = meeting(next).length;
      choice.href = name === "sort" ? href(chosen, choice.value) : href(next, sort?.value);
    }
    select.replaceChildren(...choices.map(({ value: own, label, count, chosen: selected }) => (
      h("option", { value: own, selected }, count == null ? label : `${label}（${count}）`))));
    const links = choices.map(({ label, count, chosen: current, href: target }) => {
      const words = count == null ? [label] : [`${label} `, h("small", {}, String(count))];
      const isDead = count === 0 && !current;
      return h("dd", {}, isDead ? h("span", {}, words)
        : h("a", { href: target, "aria-current": current && "true" }, words));
    });
    const row = $$("dl > div", filter)[place];
    row.replaceChildren($("dt", row), ...links);
  });
  return filter;
}

function answerIndex(data) {
  const narrowing = narrow(data);
  const { chosen, ignored, sort, meeting, href } = narrowing;
  const conditions = Object.entries(chosen).filter(([, condition]) => condition);
  const roles = meeting(chosen);
  const words = conditions.map(([, condition]) => condition.words).join("，");
  let sentence = words ? `显示 ${roles.length} 个方向：${words}` : `显示全部 ${roles.length} 个方向`;
  if (words && roles.length === 0) sentence = `没有方向符合：${words}`;
  else if (sort) sentence += `，按${sort.key.label}${sort.key.directions[Number(sort.descending)]}排`;
  const drops = conditions.map(([facet, condition]) => {
    const without = { ...chosen, [facet]: undefined };
    const count = meeting(without).length;
    const label = roles.length === 0 ? `去掉“${condition.words}”，会出现 ${count} 个` : `去掉“${condition.words}”（${count} 个）`;
    return count > 0 && h("li", {}, h("a", { href: href(without, sort?.value) }, label));
  }).filter(Boolean);
  const back = [
    ...drops,
    sort && h("li", {}, h("a", { href: href(chosen) }, "不排序")),
    conditions.length + (sort ? 1 : 0) > 1 && h("li", {}, h("a", { href: here }, "全部去掉")),
  ].filter(Boolean);
  const unused = ignored.slice(0, 4).map(([label, value]) => `${label}“${shortened(value, 24)}”`).join("、");
  const outcome = h(
    "section.outcome",
    { "aria-labelledby": "filter-state" },
    unused && h("p.ignored", {}, `网址里有些值没有用上：${unused}${ignored.length > 4 ? "等" : ""}。它们不在可选的值里，或者同一项写了不止一个。`),
    h("h2.state", { id: "filter-state" }, sentence),
    roles.length === 0 && drops.length === 0 && h("p", {}, "只去掉其中一条，也还是没有。"),
    back.length > 0 && h("ul.drops", {}, back),
  );
  const cards = new Map($$("div.card").map((card) => [card.dataset.r, card]));
  const fill = (section, slugs) => {
    Object.assign(section.dataset, { three: 3 - (slugs.length % 3), two: 2 - (slugs.length % 2) });
    $(".count", section).textContent = `${slugs.length} 个方向`;
    section.replaceChildren($(".head", section), ...slugs.map((slug) => cards.get(slug)));
  };
  let sections = $$("section.group");
  if (sort && roles.length > 0) {
    const direction = sort.key.directions[Number(sort.descending)];
    const line = sort.key.is_axis ? `${direction}。${sort.key.line}` : direction;
    const section = h("section.group", { "aria-labelledby": "filter-order" }, h("div.head", {}, h("div.board", {}, h("h2", { id: "filter-order" }, sort.key.label), h("p", {}, line), h("p.count"))));
    const inOrder = ordered(roles, sort);
    for (const role of inOrder) {
      const score = sort.key.is_axis && role.scores[sort.key.word];
      if (score) $(".no", cards.get(role.slug)).firstChild.after(h("small.by", {}, `${sort.key.label} ${score} / ${data.most}`));
    }
    fill(section, inOrder.map(({ slug }) => slug));
    sections = [section];
  } else {
    const open = new Set(roles.map(({ slug }) => slug));
    for (const section of sections) {
      const own = $$("div.card", section).map((card) => card.dataset.r).filter((slug) => open.has(slug));
      fill(section, own);
    }
    sections = sections.filter((section) => $("div.card", section));
  }
  const filter = $(".filter");
  entitle(sentence);
  main.replaceChildren(
    h("div.hero.slim", {}, h("div.wrap", {}, $("h1"))),
    h("div.wrap", {}, filter && refill(filter, narrowing), outcome, sections, h("p.onwards", {}, h("a", { href: here }, "看全部方向和路线图"))),
  );
}

// ---- the comparison

const quoted = (things) => {
  const shown = things.slice(0, 5).map((thing) => `“${shortened(thing, 40)}”`).join("、");
  return things.length > 5 ? `${shown}等 ${things.length} 个` : shown;
};

async function answerCompare(data) {
  const bySlug = new Map(data.roles.map((role) => [role.slug, role]));
  const chosen = new Set(values("r").filter((slug) => bySlug.has(slug)));
  const unknown = [...new Set(values("r").filter((slug) => !bySlug.has(slug)))];
  const [wanted] = values("sort");
  const at = wanted ? data.columns.findIndex(({ name }) => name === wanted.replace(/^-/, "")) : -1;
  const sort = { column: Math.max(at, 0), descending: at >= 0 && wanted.startsWith("-") };
  const isSeries = ({ column, descending }) => column === 0 && !descending;
  const isNarrowed = chosen.size > 0;
  const isSide = isNarrowed && chosen.size <= data.most;
  const roles = data.roles.filter(({ slug }) => !isNarrowed || chosen.has(slug));
  const query = (order) => {
    const parts = data.roles.filter(({ slug }) => chosen.has(slug)).map(({ slug }) => `r=${slug}`);
    if (!isSeries(order)) parts.push(`sort=${order.descending ? "-" : ""}${data.columns[order.column].name}`);
    return parts.join("&");
  };
  const href = (order) => (query(order) ? `${here}?${query(order)}` : here);
  let heading = ["把方向", "摆在一起看"];
  if (chosen.size > 3) heading = [`${chosen.size} 个方向`, "摆在一起看"];
  else if (isNarrowed) heading = roles.map(({ title }, place) => (place === 0 ? title : `${place + 1 === roles.length ? "与" : "、"}${title}`));
  const lines = [
    unknown.length > 0 && `没有这样的方向：${quoted(unknown)}。${isNarrowed ? "已略去。" : "下面是全部方向。"}`,
    wanted && at < 0 && `不能按${quoted([wanted])}排序，已按序号排。`,
    chosen.size === 1 && "只选了一个方向，再选一个才能对比。",
    isSide && !isSeries(sort) && "方向并排时按序号排，网址里的排序不起作用。",
  ].filter(Boolean);
  const title = heading.join("");
  entitle(`${title}${isSide || isSeries(sort) ? "" : `，${orderOf(data, sort)}`}：对比`);
  $("h1").replaceChildren(...heading.flatMap((part, place) => (place > 0 ? [h("wbr"), part] : [part])));
  if (isNarrowed) {
    $("h1").before(h("nav.crumb", { "aria-label": "面包屑" }, h("ol", {}, h("li", {}, h("a", { href: here }, "全部方向的对比")))));
  }
  if (lines.length > 0) $(".intro").after(notices(lines));
  const pick = $(".pick");
  if (!pick) return;
  pick.open = !isNarrowed;
  if (isNarrowed) {
    $("summary", pick).textContent = "换几个方向";
    $(".go button", pick).after(h("a", { href: here }, "全部方向"));
  }
  if (!isSeries(sort)) $("form", pick).prepend(h("input", { type: "hidden", name: "sort", value: wanted }));
  for (const box of $$("input[name=r]", pick)) box.checked = chosen.has(box.value);
  const indices = roles.map((role) => data.roles.indexOf(role));
  const picture = isNarrowed && [2, 3].includes(roles.length) && picturing(data, roles, indices);
  passOn(title, picture ? `${title}：${picture.sentence}` : `${title}：${roles.length} 个方向，同样的 ${data.columns.length - 5} 条尺子和速览，逐项对照。`, query({ column: 0, descending: false }));
  const table = $("section[aria-labelledby=glance]");
  if (isSide) table.replaceWith(...[picture?.section, sideBySide(data, roles, indices, await plates(data.signs))].filter(Boolean));
  else sortRows(data, roles, sort, href);
}

function orderOf(data, { column, descending }) {
  const { title, directions } = data.columns[column];
  return `按“${column === 0 ? "序号" : title}”${directions[Number(descending)]}排`;
}

function sortRows(data, roles, sort, href) {
  const key = (role) => role.keys[sort.column];
  const rows = [...roles].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    if (!one || !other) return Number(!one) - Number(!other);
    return (sort.descending ? -1 : 1) * (one[0] - other[0] || one[1] - other[1]);
  });
  const ties = sort.column === 0 ? "" : "，并列的按序号";
  $("#glance + .note").textContent = `共 ${rows.length} 个方向，${orderOf(data, sort)}${ties}。点列名就按那一列排，再点一次反过来。`;
  $$("table.rows thead th").forEach((head, place) => {
    const isBy = place === sort.column;
    const next = { column: place, descending: isBy && !sort.descending };
    const { title, directions } = data.columns[place];
    if (isBy) head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
    head.replaceChildren(h("a", { href: href(next) }, title, isBy && h("span", { "aria-hidden": "true" }, sort.descending ? "▼" : "▲"), h("span.vh", {}, `，改为${directions[Number(next.descending)]}排`)));
  });
  const bodies = new Map($$("table.rows tbody").map((body) => [body.dataset.r, body]));
  $("table.rows").replaceChildren($("table.rows thead"), ...rows.map(({ slug }) => bodies.get(slug)));
  for (const body of $$("table.rows tbody")) {
    $$("tr:first-child td", body).forEach((cell, place) => cell.classList.toggle("by", place + 1 === sort.column));
  }
}

// How far roles are apart on every axis on which one of them has a score.
function gapsOf(data, indices) {
  const [axes] = data.parts.filter(([, criteria]) => criteria.some(({ answers }) => answers.some(([score]) => score != null)));
  const all = (axes?.[1] ?? []).map((criterion, place) => {
    const scores = indices.map((index) => criterion.answers[index][0]);
    const known = scores.filter((score) => score != null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const width = known.length > 0 ? most - least : 0;
    return { criterion, scores, known, least, width, ends: data.ends[place], words: width === 0 ? "相同" : `相差 ${width} 分`, isFar: width >= 2 };
  });
  return all.filter(({ known }) => known.length > 0);
}

function picturing(data, roles, indices) {
  const gaps = gapsOf(data, indices);
  if (gaps.length === 0) return null;
  const differing = gaps.filter(({ width }) => width > 0).length;
  const most = Math.max(...gaps.map(({ width }) => width));
  const names = gaps.filter(({ width }) => width === most).map(({ criterion }) => criterion.title);
  let sentence = `${gaps.length} 条尺子里 ${differing} 条不同，最多差 ${most} 分，有 ${names.length} 条。`;
  if (differing === 0) sentence = `${gaps.length} 条尺子的分数全部相同。`;
  else if (names.length <= 3) sentence = `${gaps.length} 条尺子里 ${differing} 条不同，差得最多的是${names.join("、")}，${names.length > 1 ? "各差" : "相差"} ${most} 分。`;
  const [low, high] = data.scale;
  const scale = Array.from({ length: high - low + 1 }, (_, place) => low + place);
  const shield = ({ slug, number }) => h("b.shield", { "data-r": slug }, number);
  const items = gaps.map(({ criterion, scores, least, width, ends, words, isFar }) => {
    const at = (score) => roles.filter((_, place) => scores[place] === score);
    const stops = scale.filter((score) => at(score).length > 0);
    const told = stops.flatMap((score) => at(score).map((role) => `${role.title} ${score} 分`)).join("，");
    return h("li", { class: isFar && "far" }, h("h3", {}, criterion.title), h("p.tag", {}, words, h("span.vh", {}, `：${told}`)), h("div.track", { "aria-hidden": "true" }, width > 0 && h("span.road", { "data-x": least, "data-w": width + 1 }), stops.map((score) => h("span.stop", { "data-x": score }, at(score).map(shield)))), h("p.ends", {}, ends.map((end, place) => h("span", {}, h("span.vh", {}, `${data.scale[place]} 分：`), end))));
  });
  const who = roles.map(({ slug, href, number, title }) => h("li", { "data-r": slug }, h("a", { href }, h("b.shield", {}, number), title)));
  return {
    sentence,
    section: h("section.picture", { "aria-labelledby": "ratings" }, h("h2", { id: "ratings" }, "差在哪里"), h("p.sum", {}, sentence), h("ul.who", {}, who), h("p.track.scale", { "aria-hidden": "true" }, scale.map((score) => h("b", {}, String(score)))), h("ol.gaps", {}, items)),
  };
}

function sideBySide(data, roles, indices, plate) {
  const gaps = new Map(gapsOf(data, indices).map((gap) => [gap.criterion, gap]));
  const row = (criterion) => {
    const answers = indices.map((index) => criterion.answers[index]);
    const gap = gaps.get(criterion);
    const isRating = criterion.answers.some(([score]) => score != null);
    if (isRating && !gap) return null;
    let difference = gap?.words;
    if (!gap && answers.some(([, word]) => word)) difference = answers.every(([, word]) => word === answers[0][1]) ? "相同" : "不同";
    return h("tr", { class: gap?.isFar && "far" }, h("th", { scope: "row" }, criterion.title, roles.length > 1 && difference && h("span.tag", {}, difference), criterion.line && h("small", {}, criterion.line)), answers.map(([score, word, text], place) => h("td", { "data-r": roles[place].slug, "data-x": score }, h("span.lb", {}, roles[place].title), score != null && h("b.s", {}, String(score), h("span.vh", {}, " 分")), word && h("b", {}, word), text && h("span.why", {}, text))));
  };
  const parts = data.parts.map(([name, criteria]) => [name, criteria.map(row).filter(Boolean)]).filter(([, rows]) => rows.length > 0);
  const heads = roles.map(({ slug, href, title }) => h("th", { scope: "col", "data-r": slug }, h("a.board", { href }, plate(slug), h("span", {}, title))));
  return h("section", { "aria-labelledby": "glance" }, h("h2", { id: "glance" }, "逐项对照"), h("p.note", {}, "方向按序号从左到右排，这张表不另排序。"), h("table.side", { "data-n": roles.length, "aria-labelledby": "glance" }, h("thead", {}, h("tr", {}, h("td"), heads)), parts.map(([name, rows]) => h("tbody", {}, h("tr.part", {}, h("th", { scope: "rowgroup", colspan: roles.length + 1 }, name)), rows))));
}

// The signs of roles, from the page that shows all of them.
async function plates(address) {
  const answer = await fetch(address);
  // Its styles are not wanted here, and the policy of this page would report them.
  const html = (await answer.text()).replace(/<style>.*?<\/style>/s, "");
  const page = new DOMParser().parseFromString(html, "text/html");
  return (slug) => {
    const plate = page.querySelector(`.all [data-r="${slug}"] .plate`);
    return plate && document.importNode(plate, true);
  };
}

// ---- the self-assessment

async function answerMatch(data) {
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
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(data.colours);
  document.adoptedStyleSheets.push(sheet);
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
  const trial = (role) => role.trial && h("section.trial", {}, h("h3", {}, "接下来两周"), role.trial.tasks.length > 0 && h("ul", {}, role.trial.tasks.map((task) => h("li", {}, h("span.box"), task))), h("p", {}, h("a", { href: role.trial.href }, role.trial.title, role.trial.count > role.trial.tasks.length && `：全部 ${role.trial.count} 项`, h("span.vh", {}, `，${role.title}`))));
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
    !isClear && h("section", { "aria-labelledby": "match-ways" }, h("h2", { id: "match-ways" }, "可以怎么办"), h("ul.ways", {}, open.length > 0 && h("li", {}, `还有 ${open.length} 题没有答：`, h("ul", {}, open.map(({ question }) => h("li", {}, h("a", { href: `#match-${question.id}` }, question.text))))), h("li", {}, "把", h("a", { href: "#match-form" }, "拿不准的中间回答"), "换成更像你的那一个，哪怕只差一点。"), h("li", {}, "不急着选，先", h("a", { href: beside }, "把全部方向摆在一起看"), "，或者", h("a", { href: home }, "从首页挑一个读"), "。"), h("li", {}, "没有倾向也是一个答案：现在的工作可以继续做。"))),
    outcome.excluded.length > 0 && h("section", { "aria-labelledby": "match-out" }, h("h2", { id: "match-out" }, "被底线挡下的方向"), lost.length > 0 && h("ul.out", {}, lost.map(({ role, why }) => h("li", { "data-r": role.slug }, plate(role.slug), h("div", {}, h("h3", {}, h("a", { href: role.href }, role.title)), h("p", {}, `没有${why.length > 1 ? "这几条" : "这一条"}，它会排进来。`), h("ul", {}, why.map(line)))))), others.length > 0 && h("details", {}, h("summary", {}, `${lost.length === 0 ? "" : "另外 "}${others.length} 个方向，没有底线也排不到前面`), h("ul.rest", {}, others.map(({ role, why }) => h("li", { "data-r": role.slug }, h("a", { href: role.href }, role.title), why.map(([answer, fact]) => h("span", {}, h("b", {}, answer), fact))))))),
    h("section.share", { "aria-labelledby": "match-share" }, h("h2", { id: "match-share" }, "留着，或者发给别人"), isClear && named.length > 1 && h("p", {}, h("a", { href: beside }, `把这 ${named.length} 个方向摆在一起对比`)), h("label", {}, "这个结果的网址", h("input", { type: "text", readonly: true, value: document.querySelector("link[rel=canonical]").href + (query && `?${query}`) })), h("p.note", {}, "打开它的人看得到你选的回答。本站不保存任何回答，同样的回答总是得到同样的结果。")),
    h("h2.again", { id: "match-form" }, "改一改回答"),
  ];
  $("h1").textContent = heading;
  $(".intro p").textContent = sentence + (isClear ? "方向是按编辑判断的评分推出来的，只说明值得先试，不说明一定合适。" : "");
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

// ---- the search

async function answerSearch(data) {
  const { Search } = await import(data.engine);
  const [typed] = values("q");
  const query = [...typed].slice(0, 200).join("");
  const { hits, count, isPartial, proposals } = new Search(data).find(query);
  let summary = `找到 ${count} 页。`;
  if (count === 0) summary = "没有找到。下面是全部方向。";
  else if (isPartial) summary = `没有完全一样的，下面 ${count} 处有一部分相同。`;
  else if (count > hits.length) summary = `找到 ${count} 页，这里是最相关的 ${hits.length} 页。再加一个词可以缩小范围。`;
  const marked = (pieces) => pieces.map(([text, isMatch]) => (isMatch ? h("mark", {}, text) : text));
  const slugs = new Map($$(".all li").map((item) => [$("a", item).getAttribute("href"), item]));
  const items = hits.map(({ href, title, section, snippet }) => {
    const sign = slugs.get(href.split("#")[0]);
    return h("li", { "data-r": sign?.dataset.r }, sign && $(".plate", sign).cloneNode(true), h("div", {}, h("h2", {}, h("a", { href }, marked(title), section && h("small", {}, section))), h("p", {}, marked(snippet))));
  });
  entitle(`搜索“${query}”`);
  $("h1").textContent = `搜索“${query}”`;
  $("input[name=q]").value = query;
  const links = proposals.flatMap(({ title, href }, place) => [place > 0 && "、", h("a", { href }, title)]);
  $("form").after(...[
    query.length < typed.length && h("p.note", {}, "查询太长，只找了前 200 个字。"),
    h("p.count", { role: "status" }, summary),
    proposals.length > 0 && h("p.meant", {}, "你是不是要找：", links),
    h("ol.hits", {}, items),
  ].filter(Boolean));
  if (count > 0 && !isPartial) $(".all")?.remove();
}

const PAGES = { "p-index": answerIndex, "p-compare": answerCompare, "p-match": answerMatch, "p-search": answerSearch };

async function answer() {
  const data = await fetch(from);
  if (!data.ok) throw new Error(`${data.status}`);
  await PAGES[document.body.className](await data.json());
}

if (asks.split(" ").some((name) => values(name).length > 0)) {
  answer().catch((error) => {
    console.warn(error);
    main.prepend(h("p.note", { role: "alert" }, "没能算出结果，这里是没有问过的样子。刷新一下再试。"));
  }).finally(() => document.documentElement.setAttribute("data-answered", ""));
}
