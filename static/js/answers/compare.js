// The comparison of chosen roles, and of all in another order. See `ask.js`.

const { values, $, $$, here, shortened, h, entitle, passOn, notices, plates } = asking;

const quoted = (things) => {
  const shown = things.slice(0, 5).map((thing) => `“${shortened(thing, 40)}”`).join("、");
  return things.length > 5 ? `${shown}等 ${things.length} 个` : shown;
};

export default async function answer(data) {
  const byName = new Map(data.roles.flatMap(({ slug, former }) => [...former, slug].map((name) => [name, slug])));
  const chosen = new Set(values("r").map((name) => byName.get(name)).filter(Boolean));
  const unknown = [...new Set(values("r").filter((name) => !byName.has(name)))];
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
  pick.open = chosen.size < 2;
  if (isNarrowed) {
    $("summary", pick).textContent = "换几个方向";
    $(".go button", pick).after(h("a", { href: here }, "全部方向"));
  }
  if (!isSeries(sort)) $("form", pick).prepend(h("input", { type: "hidden", name: "sort", value: wanted }));
  for (const box of $$("input[name=r]", pick)) box.checked = chosen.has(box.value);
  const indices = roles.map((role) => data.roles.indexOf(role));
  const picture = isNarrowed && [2, 3].includes(roles.length) && picturing(data, roles, indices);
  passOn(title, picture ? `${title}：${picture.sentence}` : `${title}：${roles.length} 个方向，同样的 ${data.columns.length - 5} 条尺子和速览，逐项对照。`, query({ column: 0, descending: false }));
  const table = $("section:has(#glance)");
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
    head.replaceChildren(h("a", { href: `${href(next)}#glance` }, title, isBy && h("span", { "aria-hidden": "true" }, sort.descending ? "▼" : "▲")));
  });
  const bodies = new Map($$("table.rows tbody").map((body) => [body.dataset.r, body]));
  $("table.rows").replaceChildren($("table.rows thead"), ...rows.map(({ slug }) => bodies.get(slug)));
  for (const body of $$("table.rows tbody")) {
    $$("tr:first-child td", body).forEach((cell, place) => cell.classList.toggle("by", place + 1 === sort.column));
  }
}

// More axes than this are neither named nor marked: marks on most lines single out none.
const MAX_FURTHEST = 3;

function furthestOf(gaps) {
  const most = Math.max(...gaps.map(({ width }) => width));
  return gaps.filter(({ width }) => width === most);
}

// How far roles are apart on every axis on which one of them has a score.
function gapsOf(data, indices) {
  const [axes] = data.parts.filter(([, criteria]) => criteria.some(({ answers }) => answers.some(([score]) => score != null)));
  const all = (axes?.[1] ?? []).map((criterion, place) => {
    const scores = indices.map((index) => criterion.answers[index][0]);
    const known = scores.filter((score) => score != null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const width = known.length > 0 ? most - least : 0;
    return { criterion, scores, known, least, width, ends: data.ends[place], words: width === 0 ? "相同" : `相差 ${width} 分` };
  });
  const gaps = all.filter(({ known }) => known.length > 0);
  const furthest = furthestOf(gaps);
  return gaps.map((gap) => ({ ...gap, isFar: gap.width >= 2 && furthest.length <= MAX_FURTHEST && furthest.includes(gap) }));
}

function picturing(data, roles, indices) {
  const gaps = gapsOf(data, indices);
  if (gaps.length === 0) return null;
  const differing = gaps.filter(({ width }) => width > 0).length;
  const furthest = furthestOf(gaps);
  const most = furthest[0].width;
  const names = furthest.map(({ criterion }) => criterion.title);
  let sentence = `${gaps.length} 条尺子里 ${differing} 条不同，最多差 ${most} 分的有 ${names.length} 条。`;
  if (differing === 0) sentence = `${gaps.length} 条尺子的分数全部相同。`;
  else if (names.length <= MAX_FURTHEST) sentence = `${gaps.length} 条尺子里 ${differing} 条不同，差得最多的是${names.join("、")}，${names.length > 1 ? "各差" : "相差"} ${most} 分。`;
  const [low, high] = data.scale;
  const scale = Array.from({ length: high - low + 1 }, (_, place) => low + place);
  const shield = ({ slug, number }) => h("b.shield", { "data-r": slug }, number);
  const items = [...gaps].sort((a, b) => b.width - a.width).map(({ criterion, scores, least, width, ends, words, isFar }) => {
    const at = (score) => roles.filter((_, place) => scores[place] === score);
    const stops = scale.filter((score) => at(score).length > 0);
    const told = stops.flatMap((score) => at(score).map((role) => `${role.title} ${score} 分`)).join("，");
    return h("li", { class: isFar && "far" }, h("h3", {}, criterion.title), h("p.tag", {}, words, h("span.vh", {}, `：${told}`)), h("div.track", { "aria-hidden": "true" }, width > 0 && h("span.road", { "data-x": least, "data-w": width + 1 }), stops.map((score) => h("span.stop", { "data-x": score }, at(score).map(shield)))), h("p.ends", {}, ends.map((end, place) => h("span", {}, h("span.vh", {}, `${place > 0 ? "；" : ""}${data.scale[place]} 分：`), end))));
  });
  const who = roles.map(({ slug, href, number, title }) => h("li", { "data-r": slug }, h("a", { href }, h("b.shield", {}, number), title)));
  return {
    sentence,
    section: h("section", {}, h("h2", { id: "ratings" }, "差在哪里"), h("p.sum", {}, sentence), h("ul.who", {}, who), h("p.track.scale", { "aria-hidden": "true" }, scale.map((score) => h("b", {}, String(score)))), h("ol.gaps", {}, items)),
  };
}

// As `src/views/compare/side_by_side.rs` measures them.
const isOfPhrases = (text) => text.split(/[，、；：。！？]/)
  .every((phrase) => [...phrase].reduce((halves, char) => halves + (char < "\x80" ? 1 : 2), 0) <= 22);

function sideBySide(data, roles, indices, plate) {
  const gaps = new Map(gapsOf(data, indices).map((gap) => [gap.criterion, gap]));
  const row = (criterion) => {
    const answers = indices.map((index) => criterion.answers[index]);
    const gap = gaps.get(criterion);
    const isRating = criterion.answers.some(([score]) => score != null);
    if (isRating && !gap) return null;
    let difference = gap?.words;
    if (!gap && answers.some(([, word]) => word)) difference = answers.every(([, word]) => word === answers[0][1]) ? "相同" : "不同";
    return h("tr", { class: gap?.isFar && "far" }, h("th", { scope: "row" }, criterion.title, roles.length > 1 && difference && h("span.tag", {}, h("span.vh", {}, "，"), difference), criterion.line && h(criterion.line.includes("，") ? "small.phrases" : "small", {}, criterion.line)), answers.map(([score, word, text], place) => h("td", { "data-r": roles[place].slug, "data-x": score }, h("span.lb", {}, roles[place].title), score != null && h("b.s", {}, String(score), h("span.vh", {}, " 分")), word && h("b", {}, word), text && h(isOfPhrases(text) ? "span.why.phrases" : "span.why", {}, text))));
  };
  const parts = data.parts.map(([name, criteria]) => [name, criteria.map(row).filter(Boolean)]).filter(([, rows]) => rows.length > 0);
  const heads = roles.map(({ slug, href, title }) => h("th", { scope: "col", "data-r": slug }, h("a.board", { href }, plate(slug), h("span", {}, title))));
  return h("section", {}, h("h2", { id: "glance" }, "逐项对照"), h("p.note", {}, "方向按序号从左到右排，这张表不另排序。"), h("table.side", { "data-n": roles.length, "aria-labelledby": "glance" }, h("thead", {}, h("tr", {}, h("td"), heads)), parts.map(([name, rows]) => h("tbody", {}, h("tr.part", {}, h("th", { scope: "rowgroup", colspan: roles.length + 1 }, name)), rows))));
}
