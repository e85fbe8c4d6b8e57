// Buttons of the share panel. Without this script a tap on a field selects it.
for (const panel of document.querySelectorAll("[data-share]")) {
  const [address, text] = panel.querySelectorAll(".field");
  const status = panel.querySelector("[role=status]");
  // Asked for when needed: the page may have come to answer a question since.
  const data = () => ({ title: panel.dataset.share, text: panel.dataset.text, url: address.textContent });
  const say = (words) => { status.textContent = words; };

  const select = (field) => getSelection().selectAllChildren(field);
  for (const field of [address, text]) {
    field.addEventListener("focus", () => select(field));
  }

  async function copy(field, done) {
    try {
      await navigator.clipboard.writeText(field.textContent);
      say(done);
    } catch {
      field.focus();
      say("浏览器不让直接复制，文字已选中，请手动复制。");
    }
  }

  const actions = {
    address: () => copy(address, "网址已复制。"),
    text: () => copy(text, "文字已复制。"),
    send: async () => {
      try {
        await navigator.share(data());
      } catch (error) {
        // Whoever closes the sheet knows.
        if (error.name !== "AbortError") say("没有发出去，可以复制网址再发。");
      }
    },
  };
  for (const button of panel.querySelectorAll("[data-action]")) {
    const { action } = button.dataset;
    if (action === "send" && !navigator.canShare?.(data())) continue;
    button.hidden = false;
    button.addEventListener("click", actions[action]);
  }
}
