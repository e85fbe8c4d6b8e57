// Results as one types: the combobox of the ARIA Authoring Practices, with a list below it.
// Without this script the form leads to the same results.

const PAUSE_MILLISECONDS = 120;
// Whoever types hears nothing until the fingers rest.
const REST_MILLISECONDS = 800;

// What answers queries where no server does.
let prepared;

for (const form of document.querySelectorAll("[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let request;
  let timer;
  let resting;
  let active = -1;

  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = "搜索结果";
  list.hidden = true;
  status.className = "vh";
  status.role = "status";
  input.after(list);
  form.append(status);
  // ARIA in HTML allows this role on a text field only.
  input.type = "text";
  input.role = "combobox";
  input.ariaExpanded = "false";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);

  const options = () => [...list.children];

  function close() {
    request?.abort();
    clearTimeout(timer);
    say("");
    list.hidden = true;
    input.ariaExpanded = "false";
    select(-1);
  }

  function say(words) {
    clearTimeout(resting);
    if (!words) status.textContent = "";
    else if (status.textContent !== words) resting = setTimeout(() => { status.textContent = words; }, REST_MILLISECONDS);
  }

  function select(index) {
    active = index;
    options().forEach((option, place) => { option.ariaSelected = String(place === index); });
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    }
  }

  function show(hits) {
    list.replaceChildren(...hits.map((hit, index) => {
      const option = document.createElement("li");
      const title = document.createElement("b");
      const section = document.createElement("span");
      option.id = `${list.id}-${index}`;
      option.role = "option";
      option.dataset.href = hit.href;
      title.textContent = hit.title;
      section.textContent = hit.section;
      option.append(title, section);
      return option;
    }));
    list.hidden = hits.length === 0;
    input.ariaExpanded = String(hits.length > 0);
    say(hits.length > 0 ? `${hits.length} 条建议，用上下键选择` : "没有建议，按回车搜索");
    select(-1);
  }

  async function ask() {
    const query = input.value.trim();
    request?.abort();
    if (!query) {
      close();
      return;
    }
    request = new AbortController();
    try {
      const address = `${form.action}.json?q=${encodeURIComponent(query)}`;
      const answer = prepared ? null : await fetch(address, { signal: request.signal });
      if (answer && !answer.ok) return;
      const hits = await answer?.json();
      if (Array.isArray(hits)) return show(hits);
      // Where no server answers, the address holds what its answers are made from.
      prepared ??= import(hits.engine).then(({ Search, suggest }) => {
        const search = new Search(hits);
        return (typed) => suggest(search, typed);
      });
      const answers = (await prepared)(query);
      if (input.value.trim() === query) show(answers);
    } catch {
      // Overtaken by the next letter, or offline: the form still works.
    }
  }

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    // Letters on their way to becoming 汉字 are no query yet.
    if (!event.isComposing) timer = setTimeout(ask, PAUSE_MILLISECONDS);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MILLISECONDS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) {
      close();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      if (count === 0) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond either end the typed text is chosen again.
      select(((active + 1 + step + count + 1) % (count + 1)) - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0) {
      location.href = options()[active].dataset.href;
      event.preventDefault();
    }
  });
  // Before the input loses the focus to the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.href = option.dataset.href;
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
