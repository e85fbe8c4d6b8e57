// The hits of a search. See `ask.js`.

const { values, $, $$, shortened, h, entitle } = asking;

export default async function answer(data) {
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
    return h("li", { "data-r": sign?.dataset.r }, (sign ? $(".plate", sign) : document.querySelector(".brand .mark")).cloneNode(true), h("div", {}, h("h2", {}, h("a", { href }, h("span", {}, marked(title)), section && h("small", {}, section))), h("p", {}, marked(snippet))));
  });
  const heading = `搜索“${shortened(query, 24)}”`;
  entitle(heading);
  $("h1").textContent = heading;
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
