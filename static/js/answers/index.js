// The index, narrowed and put in order. See `ask.js`.

const { values, main, $, $$, here, shortened, unbroken, h, entitle, wear } = asking;

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

export default function answer(data) {
  wear(data.styles);
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
    roles.length === 0 ? "section.outcome.closed" : "section.outcome",
    { "aria-labelledby": "filter-state" },
    unused && h("p.ignored", {}, `网址里有些值没有用上：${unused}${ignored.length > 4 ? "等" : ""}。它们不在可选的值里，或者同一项写了不止一个。`),
    h("h2.state", { id: "filter-state" }, unbroken(sentence)),
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
    const section = h("section.group", {}, h("div.head", {}, h("div.board", {}, h("h2", { id: "filter-order" }, sort.key.label), h("p", {}, line), h("p.count"))));
    const inOrder = ordered(roles, sort);
    for (const role of inOrder) {
      const score = sort.key.is_axis && role.scores[sort.key.word];
      if (score) $(".no", cards.get(role.slug)).firstChild.after(h("small.by", {}, `${sort.key.label} ${score} 分`));
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
    h("div.wrap", {}, filter && refill(filter, narrowing), outcome, sections, roles.length > 0 && h("p.onwards", {}, h("a", { href: here }, "看全部方向"))),
  );
}
